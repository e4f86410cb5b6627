/**
 * The path of an Access-Request, from an authentic packet to a verdict: pending challenge, connection request policy, first factor, network policy, second factor, reply attributes.
 */
@NullMarked
package io.countersign.radius.access;

import org.jspecify.annotations.NullMarked;
