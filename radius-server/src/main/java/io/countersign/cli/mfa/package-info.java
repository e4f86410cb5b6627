/**
 * {@code countersign mfa …}: the users' second factors.
 */
@NullMarked
package io.countersign.cli.mfa;

import org.jspecify.annotations.NullMarked;
