/**
 * {@code countersign client …}: the RADIUS clients.
 */
@NullMarked
package io.countersign.cli.client;

import org.jspecify.annotations.NullMarked;
