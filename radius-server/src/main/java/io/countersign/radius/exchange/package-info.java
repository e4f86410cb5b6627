/**
 * One packet in, one packet out: which client sent it, whether it is authentic, whether it was seen before, and the signed reply.
 */
@NullMarked
package io.countersign.radius.exchange;

import org.jspecify.annotations.NullMarked;
