package io.countersign.radius.forwarding;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;
import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
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

    /**
     * The packet in a datagram if it is the server's answer to what was sent: it verifies with the shared secret, and carries a
     * Message-Authenticator that verifies, unless it need not (CVE-2024-3596). Empty for everything else, which is then ignored.
     */
    static Optional<Packet> verified(
            Octets datagram, Octets requestAuthenticator, Secret secret, boolean mustBeSigned) {
        if (!(PacketDecoder.decode(datagram) instanceof Packet packet)) {
            return Optional.empty();
        }
        Octets octets = datagram.slice(0, packet.length());
        boolean answers = Authenticator.answers(octets, requestAuthenticator, secret);
        return answers && isSignedAsItMust(packet, octets, requestAuthenticator, secret, mustBeSigned)
                ? Optional.of(packet)
                : Optional.empty();
    }

    private static boolean isSignedAsItMust(
            Packet packet, Octets octets, Octets requestAuthenticator, Secret secret, boolean mustBeSigned) {
        List<Attribute> claimed = packet.all(MessageAuthenticator.TYPE);
        if (claimed.isEmpty()) {
            return !mustBeSigned && !packet.has(EAP_MESSAGE);
        }
        return claimed.size() == 1
                && claimed.getFirst().value().length() == MessageAuthenticator.OCTETS
                && MessageAuthenticator.verifies(
                        Authenticator.with(requestAuthenticator, octets),
                        packet.valueOffset(MessageAuthenticator.TYPE),
                        secret);
    }

    /** Whether a code answers another. */
    static boolean answers(Code reply, Code request) {
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
