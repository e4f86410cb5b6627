/**
 * {@code countersign user …} and {@code countersign group …}: local users and groups.
 */
@NullMarked
package io.countersign.cli.user;

import org.jspecify.annotations.NullMarked;
