package io.countersign.mfa.totp;

import io.countersign.mfa.EnrollmentRefused;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The secret that an authenticator app and this server share, 16 to 64 octets, or 10 and more where somebody said so. Never shown but in a key URI. */
final class Seed {
    private static final int NEW_OCTETS = 20;
    private static final int FEWEST_OCTETS = 16;
    private static final int FEWEST_OCTETS_AT_ALL = 10;
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

    /**
     * A seed that exists already.
     *
     * @param shortToo whether 10 octets are enough: many programs have given out 80 bits, though RFC 4226 §4 (R6) asks for 128
     */
    static Seed brought(byte[] octets, boolean shortToo) {
        if (octets.length >= FEWEST_OCTETS_AT_ALL && octets.length < FEWEST_OCTETS && !shortToo) {
            throw new EnrollmentRefused("the secret has " + octets.length + " octets; RFC 4226 asks for 16 or more."
                    + " Give the user a new one, or take this one all the same with --short-secret");
        }
        if (octets.length < FEWEST_OCTETS_AT_ALL || octets.length > MOST_OCTETS) {
            throw new EnrollmentRefused(
                    "the secret has " + octets.length
                            + " octets; it must have 16 to 64 (26 to 103 letters of Base32), or 10 and more with --short-secret");
        }
        return new Seed(octets.clone());
    }

    /** In what it is weaker than it should be. */
    Optional<String> weakness() {
        return octets.length < FEWEST_OCTETS
                ? Optional.of("a secret of " + octets.length + " octets, where RFC 4226 asks for 16 or more")
                : Optional.empty();
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

    /**
     * Whether two seeds make the same codes: a key of HMAC is filled with zeros (RFC 2104 §2), so that zeros at its end are nothing. In a
     * time that does not depend on where they differ.
     */
    boolean same(Seed other) {
        return MessageDigest.isEqual(filled(), other.filled());
    }

    private byte[] filled() {
        return Arrays.copyOf(octets, MOST_OCTETS);
    }

    @Override
    public String toString() {
        return "Seed[redacted]";
    }
}
