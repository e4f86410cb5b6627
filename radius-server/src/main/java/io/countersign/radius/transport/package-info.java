/**
 * UDP sockets: octets and a peer in, octets to the same peer out. Knows no attribute.
 */
@NullMarked
package io.countersign.radius.transport;

import org.jspecify.annotations.NullMarked;
