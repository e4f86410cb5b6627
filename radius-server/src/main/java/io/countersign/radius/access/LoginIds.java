package io.countersign.radius.access;

import java.util.concurrent.ThreadLocalRandom;

/** Makes names for logins: eight characters that can be read out over a telephone, without I, L, O and U. */
final class LoginIds {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int CHARACTERS = 8;

    private LoginIds() {}

    static String next() {
        var octets = new byte[CHARACTERS];
        ThreadLocalRandom.current().nextBytes(octets); // a name, no secret
        var id = new StringBuilder(CHARACTERS);
        for (byte octet : octets) {
            id.append(ALPHABET[octet & 31]);
        }
        return id.toString();
    }
}
