package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;

/** What a client's datagram proved to be. */
public sealed interface Opened permits Authentic, Opened.StatusServer, Opened.Discarded {
    /** A signed question whether the server is there (RFC 5997). */
    record StatusServer(Authentic request) implements Opened {}

    /** Nothing that may be answered. */
    record Discarded(DiscardReason reason) implements Opened {}
}
