/**
 * A phone that is none: approves, denies, waits or fails as a script says, or as a person at the terminal says. For demos and tests,
 * and as an example of a plugin.
 */
@NullMarked
package io.countersign.mfa.demophone;

import org.jspecify.annotations.NullMarked;
