/**
 * Second-factor plugins: each loaded from its own folder in its own class loader; every call bounded in time and number.
 */
@NullMarked
package io.countersign.radius.plugins;

import org.jspecify.annotations.NullMarked;
