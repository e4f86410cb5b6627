package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Packet;
import java.util.Optional;

/** What a client's datagram proved to be. */
public sealed interface Opened permits Authentic, Opened.StatusServer, Opened.Discarded {
    /** A signed question whether the server is there (RFC 5997). */
    record StatusServer(Authentic request) implements Opened {}

    /**
     * Nothing that may be answered.
     *
     * @param packet what it says, of which nothing is proven; empty if it is no packet
     */
    record Discarded(DiscardReason reason, Optional<Packet> packet) implements Opened {
        Discarded(DiscardReason reason, Packet packet) {
            this(reason, Optional.of(packet));
        }
    }
}
