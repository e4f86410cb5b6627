/**
 * {@code countersign server-group …}: the remote RADIUS servers.
 */
@NullMarked
package io.countersign.cli.servers;

import org.jspecify.annotations.NullMarked;
