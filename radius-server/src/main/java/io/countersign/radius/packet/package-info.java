/**
 * RADIUS packets: octets in, values out, and back (RFC 2865 §3 and §5). Pure: no socket, no clock, no log, no secret.
 */
@NullMarked
package io.countersign.radius.packet;

import org.jspecify.annotations.NullMarked;
