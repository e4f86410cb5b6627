package io.countersign.radius.crypto;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets with a Message-Authenticator: made here with it as their first attribute, which is what defeats forged replies (CVE-2024-3596),
 * and verified here wherever it stands (RFC 3579 §3.2).
 */
public final class Signed {
    /** So many octets it adds to a packet. */
    public static final int OCTETS = MessageAuthenticator.BLANK.length();

    private static final int TYPE_AND_LENGTH = 2;
    private static final int FIRST_VALUE = PacketDecoder.HEADER_OCTETS + TYPE_AND_LENGTH;

    private Signed() {}

    /** What a packet's Message-Authenticator says. */
    public enum Signature {
        /** There is none. */
        MISSING,
        /** There is more than one, so that none counts. */
        REPEATED,
        /** Its value is not 16 octets long. */
        WRONG_LENGTH,
        /** Somebody else made it, or made it with another secret. */
        WRONG,
        /** It verifies. */
        RIGHT
    }

    /**
     * A packet's octets with a Message-Authenticator before its other attributes.
     *
     * @param packet without one; a reply still carries its request's authenticator
     */
    public static byte[] octets(Packet packet, Secret secret) {
        List<Attribute> attributes = new ArrayList<>(packet.attributes().size() + 1);
        attributes.add(MessageAuthenticator.BLANK);
        attributes.addAll(packet.attributes());
        byte[] octets = PacketEncoder.encodeToArray(
                new Packet(packet.code(), packet.identifier(), packet.authenticator(), attributes));
        MessageAuthenticator.sign(octets, FIRST_VALUE, secret);
        return octets;
    }

    /**
     * What the Message-Authenticator among a packet's attributes says. Constant time where there is one.
     *
     * @param attributes all of the packet, in their order
     * @param octets the whole packet without padding, with the authenticator that was signed: a reply's with its request's
     */
    public static Signature check(List<Attribute> attributes, Octets octets, Secret secret) {
        int offset = PacketDecoder.HEADER_OCTETS;
        int found = 0;
        int length = 0;
        for (Attribute attribute : attributes) {
            if (attribute.type() == MessageAuthenticator.TYPE) {
                found = found == 0 ? offset + TYPE_AND_LENGTH : -1;
                length = attribute.value().length();
            }
            if (found < 0) {
                return Signature.REPEATED;
            }
            offset += attribute.length();
        }
        if (found == 0) {
            return Signature.MISSING;
        }
        if (length != MessageAuthenticator.OCTETS) {
            return Signature.WRONG_LENGTH;
        }
        return MessageAuthenticator.verifies(octets, found, secret) ? Signature.RIGHT : Signature.WRONG;
    }
}
