/** Stores in memory, for the tests of several packages. */
@NullMarked
package io.countersign.radius.testing;

import org.jspecify.annotations.NullMarked;
