/**
 * The command line, one class per command.
 */
@NullMarked
package io.countersign.cli;

import org.jspecify.annotations.NullMarked;
