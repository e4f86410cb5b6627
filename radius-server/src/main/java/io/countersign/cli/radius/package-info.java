/** {@code countersign radius}: packets by hand. */
@NullMarked
package io.countersign.cli.radius;

import org.jspecify.annotations.NullMarked;
