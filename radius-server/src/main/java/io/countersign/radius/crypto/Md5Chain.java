package io.countersign.radius.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/** Hides octets with a secret: each block is XORed with MD5(secret + the hidden block before it), the first with a seed instead. */
final class Md5Chain {
    static final int BLOCK = 16;

    private Md5Chain() {}

    /** Hides octets in blocks of 16. */
    static byte[] hide(byte[] plain, Secret secret, byte[] seed) {
        byte[] hidden = new byte[plain.length];
        chain(plain, hidden, hidden, secret, seed);
        return hidden;
    }

    /** Reveals what {@link #hide} made of the same secret and seed. */
    static byte[] reveal(byte[] hidden, Secret secret, byte[] seed) {
        byte[] plain = new byte[hidden.length];
        chain(hidden, plain, hidden, secret, seed);
        return plain;
    }

    private static void chain(byte[] from, byte[] to, byte[] hidden, Secret secret, byte[] seed) {
        byte[] key = secret.reveal();
        byte[] before = seed;
        for (int block = 0; block < from.length; block += BLOCK) {
            MessageDigest md5 = Digests.md5();
            md5.update(key);
            byte[] pad = md5.digest(before);
            for (int i = 0; i < BLOCK; i++) {
                to[block + i] = (byte) (from[block + i] ^ pad[i]);
            }
            before = Arrays.copyOfRange(hidden, block, block + BLOCK);
        }
    }
}
