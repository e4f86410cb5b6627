package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.security.MessageDigest;

/** The Challenge-Handshake Authentication Protocol with MD5 (RFC 1994 §4.1, RFC 2865 §5.3). */
public final class Chap {
    /** The length of a response. */
    public static final int RESPONSE_OCTETS = 16;

    private Chap() {}

    /**
     * Whether a response is that of who knows the password. Constant time.
     *
     * @param identifier the CHAP Identifier, the first octet of CHAP-Password
     * @param response 16 octets
     */
    public static boolean verifies(int identifier, Octets challenge, Octets response, Secret password) {
        return respond(identifier, challenge, password).equals(response);
    }

    /** The response of who knows the password. */
    public static Octets respond(int identifier, Octets challenge, Secret password) {
        MessageDigest md5 = Digests.md5();
        md5.update((byte) identifier);
        md5.update(password.reveal());
        challenge.digestWith(md5);
        return Octets.wrap(md5.digest());
    }
}
