package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.security.MessageDigest;

/** Tells octets from all others: their SHA-256. */
public final class Fingerprint {
    private Fingerprint() {}

    /** 32 octets that no other octets have. */
    public static Octets of(Octets octets) {
        MessageDigest sha256 = Digests.sha256();
        octets.digestWith(sha256);
        return Octets.wrap(sha256.digest());
    }
}
