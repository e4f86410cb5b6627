package io.countersign.radius.exchange;

import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.PacketEncoder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What repetitions of a request have in common and no other request has: the address that was asked, the address and port that asked,
 * Identifier, Request Authenticator, and what was made of all the rest: the signature, or where there is none a fingerprint. Clients that use an authenticator twice are so told apart.
 */
final class RequestKey {
    private static final int BEFORE_AUTHENTICATOR = 3;

    /** Nobody can choose requests whose hashes are alike without knowing it. */
    private static final long SEED = new SecureRandom().nextLong() | 1;

    private final byte[] octets;
    private final int hash;

    private RequestKey(byte[] octets) {
        this.octets = octets;
        this.hash = hash(octets);
    }

    static RequestKey of(Authentic request) {
        byte[] asked = request.origin().local().getAddress().getAddress();
        byte[] asking = request.origin().peer().getAddress().getAddress();
        int port = request.origin().peer().getPort();
        Octets authenticator = request.packet().authenticator();
        Octets rest = rest(request);
        int restAt = BEFORE_AUTHENTICATOR + authenticator.length();
        int askedAt = restAt + rest.length();
        int askingAt = askedAt + asked.length;
        byte[] octets = new byte[askingAt + asking.length];
        octets[0] = (byte) request.packet().identifier();
        octets[1] = (byte) (port >> 8);
        octets[2] = (byte) port;
        authenticator.copyTo(octets, BEFORE_AUTHENTICATOR);
        rest.copyTo(octets, restAt);
        System.arraycopy(asked, 0, octets, askedAt, asked.length);
        System.arraycopy(asking, 0, octets, askingAt, asking.length);
        return new RequestKey(octets);
    }

    private static Octets rest(Authentic request) {
        return switch (request.proof()) {
            case REQUEST_AUTHENTICATOR -> Octets.empty(); // it is made of the rest
            case MESSAGE_AUTHENTICATOR ->
                request.packet()
                        .first(MessageAuthenticator.TYPE)
                        .map(Attribute::value)
                        .orElseThrow();
            case NONE -> Fingerprint.of(PacketEncoder.encode(request.packet()));
        };
    }

    private static int hash(byte[] octets) {
        long hash = SEED;
        for (byte octet : octets) {
            hash = (hash ^ octet) * SEED;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 32);
    }

    /** How many octets {@link #copyTo} writes; at most 255. */
    int length() {
        return octets.length;
    }

    void copyTo(byte[] target, int from) {
        System.arraycopy(octets, 0, target, from, octets.length);
    }

    boolean stands(byte[] in, int from, int length) {
        return Arrays.mismatch(octets, 0, octets.length, in, from, from + length) < 0; // nothing secret
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestKey that && hash == that.hash && stands(that.octets, 0, that.octets.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
