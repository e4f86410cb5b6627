/** A real server process, real clients, real plugins: what the parts do together. */
@NullMarked
package io.countersign.e2e;

import org.jspecify.annotations.NullMarked;
