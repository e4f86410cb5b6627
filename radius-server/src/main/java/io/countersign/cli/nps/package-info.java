/** {@code countersign import}: what an administrator brings along from NPS. */
@NullMarked
package io.countersign.cli.nps;

import org.jspecify.annotations.NullMarked;
