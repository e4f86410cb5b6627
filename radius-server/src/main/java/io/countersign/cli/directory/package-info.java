/** {@code countersign directory}: where users are looked up besides the server's own. */
@NullMarked
package io.countersign.cli.directory;

import org.jspecify.annotations.NullMarked;
