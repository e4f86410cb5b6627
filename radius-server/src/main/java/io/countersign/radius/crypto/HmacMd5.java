package io.countersign.radius.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-MD5 under one key (RFC 2104). What depends on the key alone is computed once: of the four blocks that a short packet costs, two.
 * Safe for use by many threads.
 */
final class HmacMd5 {
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;

    HmacMd5(byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? Digests.md5().digest(key) : key, BLOCK);
        this.inner = begun(block, INNER);
        this.outer = begun(block, OUTER);
        Arrays.fill(block, (byte) 0);
    }

    private static MessageDigest begun(byte[] block, byte pad) {
        byte[] padded = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            padded[i] = (byte) (block[i] ^ pad);
        }
        MessageDigest digest = Digests.md5();
        digest.update(padded);
        return digest;
    }

    /** A digest that takes in the message, for {@link #finish}. */
    MessageDigest begin() {
        return copy(inner);
    }

    /** The HMAC of what {@link #begin}'s digest took in. */
    byte[] finish(MessageDigest begun) {
        return copy(outer).digest(begun.digest());
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's MD5 cannot be copied", e);
        }
    }
}
