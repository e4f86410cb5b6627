/**
 * UDP sockets: octets and their origin in, octets the same way back out. Knows no attribute. On Linux it calls the C library itself.
 */
@NullMarked
package io.countersign.radius.transport;

import org.jspecify.annotations.NullMarked;
