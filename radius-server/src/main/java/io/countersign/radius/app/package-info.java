/**
 * The composition root: wires the server, starts, stops and reloads it.
 */
@NullMarked
package io.countersign.radius.app;

import org.jspecify.annotations.NullMarked;
