package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;

/** What a client's datagram proved to be. */
public sealed interface Opened permits Authentic, Opened.Discarded {
    /** Nothing that may be answered. */
    record Discarded(DiscardReason reason) implements Opened {}
}
