package io.countersign.radius.access;

import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Makes names for logins: eight characters that can be read out over a telephone, without I, L, O and U. */
final class LoginIds {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int CHARACTERS = 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Guards what follows: octets are drawn for many names at a time, since each drawing costs a digest. */
    private static final ReentrantLock DRAWING = new ReentrantLock();

    private static final byte[] DRAWN = new byte[CHARACTERS * 512];
    private static int used = DRAWN.length;

    private LoginIds() {}

    static String next() {
        var id = new char[CHARACTERS];
        DRAWING.lock();
        try {
            if (used == DRAWN.length) {
                RANDOM.nextBytes(DRAWN);
                used = 0;
            }
            for (int i = 0; i < CHARACTERS; i++) {
                id[i] = ALPHABET[DRAWN[used++] & 31];
            }
        } finally {
            DRAWING.unlock();
        }
        return new String(id);
    }
}
