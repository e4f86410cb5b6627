package io.countersign.radius.exchange;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;
import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Signed;
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
    private Wire() {}

    /**
     * A request to a service that is well-formed and as authentic as its client's rule asks for, or why it is met with silence. Never
     * throws.
     */
    public static Opened open(Octets datagram, Service service, Origin origin, RadiusClient client, Instant now) {
        return switch (PacketDecoder.decode(datagram)) {
            case Discarded(var reason, var _) -> new Opened.Discarded(reason, Optional.empty());
            case Packet packet -> open(packet, datagram.slice(0, packet.length()), service, origin, client, now);
        };
    }

    private static Opened open(
            Packet packet, Octets octets, Service service, Origin origin, RadiusClient client, Instant now) {
        if (packet.code() == Code.STATUS_SERVER) {
            return statusServer(packet, octets, origin, client, now);
        }
        if (packet.code() != service.request()) {
            return new Opened.Discarded(DiscardReason.CODE_UNEXPECTED, packet);
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
                : new Opened.Discarded(DiscardReason.STATUS_SERVER_UNSIGNED, packet);
    }

    /** Every one is authenticated by its Request Authenticator, whatever the client's rule (RFC 2866 §3). */
    private static Opened accounting(Packet packet, Octets octets, Origin origin, RadiusClient client, Instant now) {
        if (!Authenticator.ofRequestVerifies(octets, client.secret())) {
            return new Opened.Discarded(DiscardReason.REQUEST_AUTHENTICATOR_WRONG, packet);
        }
        Optional<DiscardReason> fault = faultOfSignature(packet, Authenticator.blanked(octets), client);
        return fault.isPresent()
                ? new Opened.Discarded(fault.get(), packet)
                : new Authentic(packet, client, Proof.REQUEST_AUTHENTICATOR, origin, now);
    }

    private static Opened authenticate(Packet packet, Octets octets, Origin origin, RadiusClient client, Instant now) {
        if (!packet.has(MessageAuthenticator.TYPE)) {
            return unsigned(packet, origin, client, now);
        }
        Optional<DiscardReason> fault = faultOfSignature(packet, octets, client);
        return fault.isPresent()
                ? new Opened.Discarded(fault.get(), packet)
                : new Authentic(packet, client, Proof.MESSAGE_AUTHENTICATOR, origin, now);
    }

    /** What is wrong with the Message-Authenticator; empty also if there is none. */
    private static Optional<DiscardReason> faultOfSignature(Packet packet, Octets octets, RadiusClient client) {
        return switch (Signed.check(packet.attributes(), octets, client.secret())) {
            case MISSING, RIGHT -> Optional.empty();
            case REPEATED -> Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_REPEATED);
            case WRONG_LENGTH -> Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_LENGTH);
            case WRONG -> Optional.of(DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        };
    }

    private static Opened unsigned(Packet packet, Origin origin, RadiusClient client, Instant now) {
        if (packet.has(EAP_MESSAGE)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP, packet);
        }
        if (client.mustSign(now)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING, packet);
        }
        if (client.definition().limitProxyState() && packet.has(PROXY_STATE)) {
            return new Opened.Discarded(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE, packet);
        }
        return new Authentic(packet, client, Proof.NONE, origin, now);
    }

    /**
     * The reply, signed: Message-Authenticator first, which is what defeats forged replies (CVE-2024-3596), then the verdict's attributes,
     * then every Proxy-State of the request as it came. One that would be longer than 4096 octets becomes a Reject without attributes.
     */
    static Sealed seal(Verdict verdict, Authentic request) {
        return switch (verdict) {
            case Verdict.Accept(var attributes) -> sealed(Code.ACCESS_ACCEPT, attributes, request);
            case Verdict.Reject(var attributes) -> sealed(Code.ACCESS_REJECT, attributes, request);
            case Verdict.Challenge(var attributes) -> sealed(Code.ACCESS_CHALLENGE, attributes, request);
            case Verdict.Recorded(var attributes) -> recorded(attributes, request);
            case Verdict.Silence(var reason) -> new Sealed.Silence(reason);
        };
    }

    /** The answer to a Status-Server, signed like every other (RFC 5997 §4.2). */
    static Optional<Octets> sealPresence(Service service, Authentic probe) {
        return signed(service.presence(), List.of(), probe);
    }

    /**
     * Whether a reply with these attributes can ever be sent.
     *
     * @param more octets of attributes that are added to some replies beside these
     */
    public static boolean fits(List<Attribute> attributes, int more) {
        int own = attributes.stream().mapToInt(Attribute::length).sum();
        return PacketDecoder.HEADER_OCTETS + Signed.OCTETS + own + more <= PacketDecoder.MAX_OCTETS;
    }

    private static Sealed sealed(Code code, List<Attribute> own, Authentic request) {
        Optional<Octets> whole = signed(code, own, request);
        return whole.isPresent()
                ? new Sealed.Reply(whole.get())
                : shortened(new Verdict.Reject(List.of()), signed(Code.ACCESS_REJECT, List.of(), request));
    }

    private static Sealed recorded(List<Attribute> own, Authentic request) {
        Optional<Octets> whole = unsigned(Code.ACCOUNTING_RESPONSE, own, request);
        return whole.isPresent()
                ? new Sealed.Reply(whole.get())
                : shortened(new Verdict.Recorded(List.of()), unsigned(Code.ACCOUNTING_RESPONSE, List.of(), request));
    }

    private static Sealed shortened(Verdict instead, Optional<Octets> octets) {
        return octets.<Sealed>map(reply -> new Sealed.Shortened(instead, reply)).orElseGet(Sealed.TooLong::new);
    }

    /** Empty if it would be too long. */
    private static Optional<Octets> signed(Code code, List<Attribute> own, Authentic request) {
        Packet reply = reply(code, own, request);
        return reply.length() + Signed.OCTETS > PacketDecoder.MAX_OCTETS
                ? Optional.empty()
                : Optional.of(finished(Signed.octets(reply, request.client().secret()), request));
    }

    /**
     * Accounting replies carry no Message-Authenticator: clients expect none there, and a forged one gains nothing (RFC 3579 §3.3). Empty if
     * it would be too long.
     */
    private static Optional<Octets> unsigned(Code code, List<Attribute> own, Authentic request) {
        Packet reply = reply(code, own, request);
        return reply.length() > PacketDecoder.MAX_OCTETS
                ? Optional.empty()
                : Optional.of(finished(PacketEncoder.encodeToArray(reply), request));
    }

    private static Packet reply(Code code, List<Attribute> own, Authentic request) {
        List<Attribute> attributes = new ArrayList<>(own.size() + 8);
        attributes.addAll(own);
        for (Attribute attribute : request.packet().attributes()) {
            if (attribute.type() == PROXY_STATE) {
                attributes.add(attribute);
            }
        }
        return new Packet(code, request.packet().identifier(), request.packet().authenticator(), attributes);
    }

    private static Octets finished(byte[] octets, Authentic request) {
        Authenticator.respond(octets, request.client().secret());
        return Octets.wrap(octets);
    }
}
