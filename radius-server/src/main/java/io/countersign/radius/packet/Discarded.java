package io.countersign.radius.packet;

/**
 * A datagram that is no packet and is met with silence.
 *
 * @param offset where the fault was seen, in octets from the start of the datagram
 */
public record Discarded(DiscardReason reason, int offset) implements Decoded {}
