package io.countersign.radius.forwarding;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;
import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;
import static io.countersign.radius.packet.StandardAttributes.STATE;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import java.util.List;
import java.util.Optional;

/** Tells a server's reply from what only looks like one. */
final class Reply {
    private Reply() {}

    /** What a datagram turned out to be. */
    sealed interface Examined {}

    /** The server's answer to what was sent. */
    record Verified(Packet packet) implements Examined {}

    /** Something else, which is ignored. */
    record PassedOver(ReplyFault fault) implements Examined {}

    /**
     * Whether a datagram is the server's answer to what was sent: it verifies with the shared secret, and carries a Message-Authenticator
     * that verifies, unless it need not (CVE-2024-3596).
     *
     * @param request the code of what was sent
     */
    static Examined examine(
            Octets datagram, Octets requestAuthenticator, Code request, Secret secret, boolean mustBeSigned) {
        if (!(PacketDecoder.decode(datagram) instanceof Packet packet)) {
            return new PassedOver(ReplyFault.MALFORMED);
        }
        Octets octets = datagram.slice(0, packet.length());
        if (!Authenticator.answers(octets, requestAuthenticator, secret)) {
            return new PassedOver(ReplyFault.RESPONSE_AUTHENTICATOR_WRONG);
        }
        Optional<ReplyFault> fault = faultOfSignature(packet, octets, requestAuthenticator, secret, mustBeSigned);
        if (fault.isPresent()) {
            return new PassedOver(fault.get());
        }
        if (!answers(packet.code(), request)) {
            return new PassedOver(ReplyFault.CODE_UNEXPECTED);
        }
        return packet.count(STATE) > 1 ? new PassedOver(ReplyFault.STATE_REPEATED) : new Verified(packet);
    }

    private static Optional<ReplyFault> faultOfSignature(
            Packet packet, Octets octets, Octets requestAuthenticator, Secret secret, boolean mustBeSigned) {
        return switch (Signed.check(packet.attributes(), Authenticator.with(requestAuthenticator, octets), secret)) {
            case MISSING ->
                mustBeSigned || packet.has(EAP_MESSAGE)
                        ? Optional.of(ReplyFault.MESSAGE_AUTHENTICATOR_MISSING)
                        : Optional.empty();
            case REPEATED, WRONG_LENGTH, WRONG -> Optional.of(ReplyFault.MESSAGE_AUTHENTICATOR_WRONG);
            case RIGHT -> Optional.empty();
        };
    }

    /** Whether a code answers another. */
    private static boolean answers(Code reply, Code request) {
        return switch (request) {
            case ACCESS_REQUEST ->
                reply == Code.ACCESS_ACCEPT || reply == Code.ACCESS_REJECT || reply == Code.ACCESS_CHALLENGE;
            case ACCOUNTING_REQUEST -> reply == Code.ACCOUNTING_RESPONSE;
            case STATUS_SERVER -> reply == Code.ACCESS_ACCEPT || reply == Code.ACCOUNTING_RESPONSE;
            case ACCESS_ACCEPT, ACCESS_REJECT, ACCESS_CHALLENGE, ACCOUNTING_RESPONSE -> false;
        };
    }

    /** Without what belongs to the hop alone: each hop signs, and gives back the Proxy-State that it was sent. */
    static List<Attribute> attributes(Packet packet) {
        return packet.attributes().stream()
                .filter(attribute -> attribute.type() != MessageAuthenticator.TYPE && attribute.type() != PROXY_STATE)
                .toList();
    }
}
