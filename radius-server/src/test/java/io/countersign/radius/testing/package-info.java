/** What tests of several packages use: stores in memory, clocks, ports, waiting. */
@NullMarked
package io.countersign.radius.testing;

import org.jspecify.annotations.NullMarked;
