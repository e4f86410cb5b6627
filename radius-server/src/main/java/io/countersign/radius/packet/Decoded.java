package io.countersign.radius.packet;

/** What the octets of a datagram are: a packet, or nothing that may be answered. */
public sealed interface Decoded permits Packet, Discarded {}
