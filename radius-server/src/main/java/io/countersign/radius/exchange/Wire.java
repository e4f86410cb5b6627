package io.countersign.radius.exchange;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Discarded;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens requests and seals replies: all that stands between octets and meaning (RFC 2865 §3, RFC 3579 §3.2). */
public final class Wire {
    private static final int PROXY_STATE = 33;
    private static final int EAP_MESSAGE = 79;
    private static final int HEADER_OCTETS = 20;
    private static final int MAX_OCTETS = 4096;

    private Wire() {}

    /** A request that is well-formed and as authentic as its client's rule asks for, or why it is met with silence. Never throws. */
    public static Opened open(Octets datagram, InetSocketAddress peer, RadiusClient client, Instant now) {
        return switch (PacketDecoder.decode(datagram)) {
            case Discarded(var reason, var _) -> new Opened.Discarded(reason);
            case Packet packet -> open(packet, datagram, peer, client, now);
        };
    }

    private static Opened open(
            Packet packet, Octets datagram, InetSocketAddress peer, RadiusClient client, Instant now) {
        return switch (packet.code()) {
            case ACCESS_REQUEST -> authenticate(packet, datagram, peer, client, now);
            case STATUS_SERVER -> statusServer(packet, datagram, peer, client, now);
            default -> new Opened.Discarded(DiscardReason.CODE_UNEXPECTED);
        };
    }

    /** Whatever the client's rule is for requests, this one has to be signed (RFC 5997 §3). */
    private static Opened statusServer(
            Packet packet, Octets datagram, InetSocketAddress peer, RadiusClient client, Instant now) {
        return packet.has(MessageAuthenticator.TYPE)
                        && authenticate(packet, datagram, peer, client, now) instanceof Authentic signed
                ? new Opened.StatusServer(signed)
                : new Opened.Discarded(DiscardReason.STATUS_SERVER_UNSIGNED);
    }

    private static Opened authenticate(
            Packet packet, Octets datagram, InetSocketAddress peer, RadiusClient client, Instant now) {
        List<Attribute> claimed = packet.all(MessageAuthenticator.TYPE);
        if (claimed.size() > 1) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_REPEATED);
        }
        if (claimed.isEmpty()) {
            return unsigned(packet, peer, client, now);
        }
        if (claimed.getFirst().value().length() != MessageAuthenticator.OCTETS) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_LENGTH);
        }
        Octets withoutPadding = datagram.slice(0, packet.length());
        if (!MessageAuthenticator.verifies(
                withoutPadding, packet.valueOffset(MessageAuthenticator.TYPE), client.secret())) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        }
        return new Authentic(packet, client, Proof.MESSAGE_AUTHENTICATOR, peer, now);
    }

    private static Opened unsigned(Packet packet, InetSocketAddress peer, RadiusClient client, Instant now) {
        if (packet.has(EAP_MESSAGE)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP);
        }
        if (client.definition().messageAuthenticator() != MessageAuthenticatorRule.ACCEPT) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING);
        }
        return new Authentic(packet, client, Proof.NONE, peer, now);
    }

    /**
     * The reply, signed: Message-Authenticator first, which is what defeats forged replies (CVE-2024-3596), then the verdict's attributes,
     * then every Proxy-State of the request as it came. A reply that would be longer than 4096 octets becomes a Reject. Empty for silence,
     * and if Proxy-State alone is too long.
     */
    public static Optional<Octets> seal(Verdict verdict, Authentic request) {
        return switch (verdict) {
            case Verdict.Accept(var attributes) -> seal(Code.ACCESS_ACCEPT, attributes, request);
            case Verdict.Reject(var attributes) -> seal(Code.ACCESS_REJECT, attributes, request);
            case Verdict.Challenge(var attributes) -> seal(Code.ACCESS_CHALLENGE, attributes, request);
            case Verdict.Silence _ -> Optional.empty();
        };
    }

    private static Optional<Octets> seal(Code code, List<Attribute> own, Authentic request) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(MessageAuthenticator.BLANK);
        attributes.addAll(own);
        attributes.addAll(request.packet().all(PROXY_STATE));
        Packet reply =
                new Packet(code, request.packet().identifier(), request.packet().authenticator(), attributes);
        if (reply.length() > MAX_OCTETS) {
            return own.isEmpty() ? Optional.empty() : seal(Code.ACCESS_REJECT, List.of(), request);
        }
        byte[] octets = PacketEncoder.encodeToArray(reply);
        MessageAuthenticator.sign(octets, HEADER_OCTETS + 2, request.client().secret());
        Authenticator.respond(octets, request.client().secret());
        return Optional.of(Octets.wrap(octets));
    }
}
