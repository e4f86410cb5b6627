package io.countersign.radius.crypto;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.security.MessageDigest;

/** The Message-Authenticator attribute: an HMAC-MD5 over the whole packet with the attribute's value as zeros (RFC 3579 §3.2). */
public final class MessageAuthenticator {
    /** The attribute's type. */
    public static final int TYPE = 80;

    /** The length of its value. */
    public static final int OCTETS = 16;

    /** The attribute with zeros, to be filled in by {@link #sign}. */
    public static final Attribute BLANK = new Attribute(TYPE, Octets.wrap(new byte[OCTETS]));

    private MessageAuthenticator() {}

    /**
     * Fills in the value of a blank attribute.
     *
     * @param packet the whole packet; a reply still carries its request's authenticator
     * @param offset where the attribute's value begins
     */
    public static void sign(byte[] packet, int offset, Secret secret) {
        HmacMd5 hmac = secret.hmacMd5();
        MessageDigest digest = hmac.begin();
        digest.update(packet);
        byte[] value = hmac.finish(digest);
        System.arraycopy(value, 0, packet, offset, OCTETS);
    }

    /**
     * Whether the value verifies. Constant time.
     *
     * @param packet the whole packet without padding; of a reply, with its request's authenticator put in
     * @param offset where the attribute's value begins
     */
    public static boolean verifies(Octets packet, int offset, Secret secret) {
        int end = offset + OCTETS;
        HmacMd5 hmac = secret.hmacMd5();
        MessageDigest digest = hmac.begin();
        packet.slice(0, offset).digestWith(digest);
        BLANK.value().digestWith(digest);
        packet.slice(end, packet.length()).digestWith(digest);
        return Octets.wrap(hmac.finish(digest)).equals(packet.slice(offset, end));
    }
}
