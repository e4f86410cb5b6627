/** {@code countersign entra}: what an administrator prepares for the second factor of that name. */
@NullMarked
package io.countersign.cli.entra;

import org.jspecify.annotations.NullMarked;
