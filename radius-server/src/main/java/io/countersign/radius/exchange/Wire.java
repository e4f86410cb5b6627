package io.countersign.radius.exchange;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;
import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens requests and seals replies: all that stands between octets and meaning (RFC 2865 §3, RFC 3579 §3.2). */
public final class Wire {
    private static final int HEADER_OCTETS = 20;

    private Wire() {}

    /**
     * A request to a service that is well-formed and as authentic as its client's rule asks for, or why it is met with silence. Never
     * throws.
     */
    public static Opened open(Octets datagram, Service service, Origin origin, RadiusClient client, Instant now) {
        return switch (PacketDecoder.decode(datagram)) {
            case Discarded(var reason, var _) -> new Opened.Discarded(reason);
            case Packet packet -> open(packet, datagram.slice(0, packet.length()), service, origin, client, now);
        };
    }

    private static Opened open(
            Packet packet, Octets octets, Service service, Origin origin, RadiusClient client, Instant now) {
        if (packet.code() == Code.STATUS_SERVER) {
            return statusServer(packet, octets, origin, client, now);
        }
        if (packet.code() != service.request()) {
            return new Opened.Discarded(DiscardReason.CODE_UNEXPECTED);
        }
        return switch (service) {
            case AUTHENTICATION -> authenticate(packet, octets, origin, client, now);
            case ACCOUNTING -> accounting(packet, octets, origin, client, now);
        };
    }

    /** Whatever the client's rule is for requests, this one has to be signed (RFC 5997 §3). */
    private static Opened statusServer(Packet packet, Octets octets, Origin origin, RadiusClient client, Instant now) {
        return packet.has(MessageAuthenticator.TYPE)
                        && authenticate(packet, octets, origin, client, now) instanceof Authentic signed
                ? new Opened.StatusServer(signed)
                : new Opened.Discarded(DiscardReason.STATUS_SERVER_UNSIGNED);
    }

    /** Every one is authenticated by its Request Authenticator, whatever the client's rule (RFC 2866 §3). */
    private static Opened accounting(Packet packet, Octets octets, Origin origin, RadiusClient client, Instant now) {
        if (!Authenticator.ofRequestVerifies(octets, client.secret())) {
            return new Opened.Discarded(DiscardReason.REQUEST_AUTHENTICATOR_WRONG);
        }
        Optional<DiscardReason> fault = faultOfSignature(packet, Authenticator.blanked(octets), client);
        return fault.isPresent()
                ? new Opened.Discarded(fault.get())
                : new Authentic(packet, client, Proof.REQUEST_AUTHENTICATOR, origin, now);
    }

    private static Opened authenticate(Packet packet, Octets octets, Origin origin, RadiusClient client, Instant now) {
        if (!packet.has(MessageAuthenticator.TYPE)) {
            return unsigned(packet, origin, client, now);
        }
        Optional<DiscardReason> fault = faultOfSignature(packet, octets, client);
        return fault.isPresent()
                ? new Opened.Discarded(fault.get())
                : new Authentic(packet, client, Proof.MESSAGE_AUTHENTICATOR, origin, now);
    }

    /** What is wrong with the Message-Authenticator; empty also if there is none. */
    private static Optional<DiscardReason> faultOfSignature(Packet packet, Octets octets, RadiusClient client) {
        List<Attribute> claimed = packet.all(MessageAuthenticator.TYPE);
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        if (claimed.size() > 1) {
            return Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_REPEATED);
        }
        if (claimed.getFirst().value().length() != MessageAuthenticator.OCTETS) {
            return Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_LENGTH);
        }
        return MessageAuthenticator.verifies(octets, packet.valueOffset(MessageAuthenticator.TYPE), client.secret())
                ? Optional.empty()
                : Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
    }

    private static Opened unsigned(Packet packet, Origin origin, RadiusClient client, Instant now) {
        if (packet.has(EAP_MESSAGE)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP);
        }
        if (client.mustSign(now)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING);
        }
        if (client.definition().limitProxyState() && packet.has(PROXY_STATE)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE);
        }
        return new Authentic(packet, client, Proof.NONE, origin, now);
    }

    /**
     * The reply, signed: Message-Authenticator first, which is what defeats forged replies (CVE-2024-3596), then the verdict's attributes,
     * then every Proxy-State of the request as it came. A reply that would be longer than 4096 octets becomes a Reject. Empty for silence,
     * and if Proxy-State alone is too long.
     */
    public static Optional<Octets> seal(Verdict verdict, Authentic request) {
        return switch (verdict) {
            case Verdict.Accept(var attributes) -> sealed(Code.ACCESS_ACCEPT, attributes, request);
            case Verdict.Reject(var attributes) -> sealed(Code.ACCESS_REJECT, attributes, request);
            case Verdict.Challenge(var attributes) -> sealed(Code.ACCESS_CHALLENGE, attributes, request);
            case Verdict.Recorded(var attributes) -> recorded(attributes, request);
            case Verdict.Silence _ -> Optional.empty();
        };
    }

    /** The answer to a Status-Server, signed like every other (RFC 5997 §4.2). */
    static Optional<Octets> sealPresence(Service service, Authentic probe) {
        return seal(service.presence(), List.of(MessageAuthenticator.BLANK), probe);
    }

    private static Optional<Octets> sealed(Code code, List<Attribute> own, Authentic request) {
        List<Attribute> attributes = new ArrayList<>(own.size() + 1);
        attributes.add(MessageAuthenticator.BLANK);
        attributes.addAll(own);
        Optional<Octets> reply = seal(code, attributes, request);
        return reply.isPresent() || own.isEmpty() ? reply : sealed(Code.ACCESS_REJECT, List.of(), request);
    }

    /** Accounting replies carry no Message-Authenticator: clients expect none there, and a forged one gains nothing (RFC 3579 §3.3). */
    private static Optional<Octets> recorded(List<Attribute> own, Authentic request) {
        Optional<Octets> reply = seal(Code.ACCOUNTING_RESPONSE, own, request);
        return reply.isPresent() ? reply : seal(Code.ACCOUNTING_RESPONSE, List.of(), request);
    }

    /** Empty if it would be too long. */
    private static Optional<Octets> seal(Code code, List<Attribute> own, Authentic request) {
        List<Attribute> attributes = new ArrayList<>(own.size() + 8);
        attributes.addAll(own);
        for (Attribute attribute : request.packet().attributes()) {
            if (attribute.type() == PROXY_STATE) {
                attributes.add(attribute);
            }
        }
        Packet reply =
                new Packet(code, request.packet().identifier(), request.packet().authenticator(), attributes);
        if (reply.length() > PacketDecoder.MAX_OCTETS) {
            return Optional.empty();
        }
        byte[] octets = PacketEncoder.encodeToArray(reply);
        if (!own.isEmpty() && own.getFirst().equals(MessageAuthenticator.BLANK)) {
            MessageAuthenticator.sign(
                    octets, HEADER_OCTETS + 2, request.client().secret());
        }
        Authenticator.respond(octets, request.client().secret());
        return Optional.of(Octets.wrap(octets));
    }
}
