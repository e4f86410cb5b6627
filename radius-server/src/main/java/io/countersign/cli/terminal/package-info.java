/**
 * What all commands share: the options, tables and JSON, prompts for passwords, QR codes, and how errors are told. Knows no command.
 */
@NullMarked
package io.countersign.cli.terminal;

import org.jspecify.annotations.NullMarked;
