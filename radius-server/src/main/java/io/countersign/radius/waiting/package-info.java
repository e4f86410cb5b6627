/**
 * Keeps what waits away from the threads of listeners; asked by whatever waits, in the place where it does. Knows the JDK alone.
 */
@NullMarked
package io.countersign.radius.waiting;

import org.jspecify.annotations.NullMarked;
