package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** The Authenticator field of requests and replies (RFC 2865 §3). */
public final class Authenticator {
    /** Its length. */
    public static final int OCTETS = 16;

    private static final int OFFSET = 4;
    private static final Octets BLANK = Octets.wrap(new byte[OCTETS]);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Authenticator() {}

    /** A Request Authenticator for an Access-Request: unpredictable and never the same twice. */
    public static Octets random() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return Octets.wrap(octets);
    }

    /**
     * Replaces the Request Authenticator in a reply by the Response Authenticator. The last step: whatever changes afterwards breaks it.
     *
     * @param reply a whole packet that carries its request's authenticator
     */
    public static void respond(byte[] reply, Secret secret) {
        System.arraycopy(over(reply, secret), 0, reply, OFFSET, OCTETS);
    }

    /** Whether a reply's Response Authenticator answers a request's authenticator. Constant time. */
    public static boolean answers(Octets reply, Octets requestAuthenticator, Secret secret) {
        byte[] octets = reply.toArray();
        requestAuthenticator.copyTo(octets, OFFSET);
        return Octets.wrap(over(octets, secret)).equals(reply.slice(OFFSET, OFFSET + OCTETS));
    }

    /** Whether the Request Authenticator of an Accounting-Request is the digest over the rest (RFC 2866 §3). Constant time. */
    public static boolean ofRequestVerifies(Octets request, Secret secret) {
        return answers(request, BLANK, secret);
    }

    /** Puts the Request Authenticator into an Accounting-Request. The last step: whatever changes afterwards breaks it. */
    public static void request(byte[] request, Secret secret) {
        BLANK.copyTo(request, OFFSET);
        respond(request, secret);
    }

    /** The same packet with zeros as its authenticator, over which an Accounting-Request's Message-Authenticator is made. */
    public static Octets blanked(Octets packet) {
        return with(BLANK, packet);
    }

    /** The same packet with another authenticator: a reply's Message-Authenticator is made over its request's. */
    public static Octets with(Octets authenticator, Octets packet) {
        byte[] octets = packet.toArray();
        authenticator.copyTo(octets, OFFSET);
        return Octets.wrap(octets);
    }

    private static byte[] over(byte[] packet, Secret secret) {
        MessageDigest md5 = Digests.md5();
        md5.update(packet);
        return md5.digest(secret.reveal());
    }
}
