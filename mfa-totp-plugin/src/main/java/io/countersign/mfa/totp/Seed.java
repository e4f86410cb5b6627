package io.countersign.mfa.totp;

import io.countersign.mfa.EnrollmentRefused;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** The secret that an authenticator app and this server share, 16 to 64 octets. Never shown but in a key URI. */
final class Seed {
    private static final int NEW_OCTETS = 20;
    private static final int FEWEST_OCTETS = 16;
    private static final int MOST_OCTETS = 64;

    private final byte[] octets;

    private Seed(byte[] octets) {
        this.octets = octets;
    }

    /** As long as RFC 4226 §4 recommends. */
    static Seed random(SecureRandom random) {
        var octets = new byte[NEW_OCTETS];
        random.nextBytes(octets);
        return new Seed(octets);
    }

    /** A seed that exists already, in Base32. */
    static Seed brought(String base32) {
        var octets = Base32.decode(base32)
                .orElseThrow(
                        () -> new EnrollmentRefused(
                                "the secret is not Base32: write the letters A to Z and digits 2 to 7 that the app or token came with"));
        if (octets.length < FEWEST_OCTETS || octets.length > MOST_OCTETS) {
            throw new EnrollmentRefused(
                    "the secret has " + octets.length + " octets; it must have 16 to 64 (26 to 103 letters)");
        }
        return new Seed(octets);
    }

    /** One that {@link #base32} has written. */
    static Seed kept(String base32) {
        return new Seed(Base32.decode(base32).orElseThrow());
    }

    byte[] octets() {
        return octets.clone();
    }

    String base32() {
        return Base32.encode(octets);
    }

    /** In a time that does not depend on where two seeds differ. */
    boolean same(Seed other) {
        return MessageDigest.isEqual(octets, other.octets);
    }

    @Override
    public String toString() {
        return "Seed[redacted]";
    }
}
