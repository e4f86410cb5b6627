/** What tests of several packages use: stores in memory, clocks, ports, waiting, programs of others. */
@NullMarked
package io.countersign.radius.testing;

import org.jspecify.annotations.NullMarked;
