package io.countersign.radius.exchange;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Packet;
import java.time.Instant;
import java.util.List;

/**
 * A well-formed request of a known client that the client's rules let in. Only this package makes one.
 *
 * <p>Later steps take it instead of a packet, so that none can be reached around the checks.
 */
public final class Authentic implements Opened {
    private final Packet packet;
    private final RadiusClient client;
    private final Proof proof;
    private final Origin origin;
    private final Instant receivedAt;

    Authentic(Packet packet, RadiusClient client, Proof proof, Origin origin, Instant receivedAt) {
        this.packet = packet;
        this.client = client;
        this.proof = proof;
        this.origin = origin;
        this.receivedAt = receivedAt;
    }

    /** The same request as it is to be taken: with other attributes than its client sent. */
    public Authentic saying(List<Attribute> attributes) {
        var changed = new Packet(packet.code(), packet.identifier(), packet.authenticator(), attributes);
        return new Authentic(changed, client, proof, origin, receivedAt);
    }

    /** The request. */
    public Packet packet() {
        return packet;
    }

    /** Who sent it. */
    public RadiusClient client() {
        return client;
    }

    /** How that is known. */
    public Proof proof() {
        return proof;
    }

    /** Where it came from, and which address it asked. */
    public Origin origin() {
        return origin;
    }

    /** When it came. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** When it must have been answered. */
    public Instant answerBy() {
        return receivedAt.plus(client.answerWithin());
    }
}
