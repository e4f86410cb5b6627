package io.countersign.radius.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.MD4Digest;

/** The digests that RADIUS is built on. */
final class Digests {
    private Digests() {}

    static MessageDigest md5() {
        return digest("MD5", "RADIUS");
    }

    static MessageDigest sha1() {
        return digest("SHA-1", "MS-CHAPv2");
    }

    static MessageDigest sha256() {
        return digest("SHA-256", "telling requests apart");
    }

    private static MessageDigest digest(String algorithm, String whatNeedsIt) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java has no " + algorithm + ", without which there is no " + whatNeedsIt
                            + " (is it in FIPS mode?)",
                    e);
        }
    }

    /** Not among the JDK's own. */
    static byte[] md4(byte[] octets) {
        var md4 = new MD4Digest();
        md4.update(octets, 0, octets.length);
        byte[] hash = new byte[md4.getDigestSize()];
        md4.doFinal(hash, 0);
        return hash;
    }
}
