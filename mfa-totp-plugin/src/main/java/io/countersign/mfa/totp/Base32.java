package io.countersign.mfa.totp;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** Base32 as authenticator apps write it (RFC 4648 §6): without padding; read with small letters and padding too. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] octets) {
        var text = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (byte octet : octets) {
            buffer = (buffer << Byte.SIZE) | Byte.toUnsignedInt(octet);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt((buffer >> held) & 31));
            }
        }
        if (held > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - held)) & 31));
        }
        return text.toString();
    }

    /** Whether a character stands for five bits. */
    static boolean isLetter(int character) {
        return ALPHABET.indexOf(Character.toUpperCase(character)) >= 0;
    }

    /** Bits that are over are dropped, whatever they are: programs fill them differently. Empty if there is a character of another alphabet, or bits that make no octet. */
    static Optional<byte[]> decode(String text) {
        var letters = text.toUpperCase(Locale.ROOT).replaceFirst("=+$", "");
        var octets = new ByteArrayOutputStream();
        int buffer = 0;
        int held = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = ALPHABET.indexOf(letters.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            buffer = (buffer << BITS) | value;
            held += BITS;
            if (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                octets.write(buffer >> held);
                buffer &= (1 << held) - 1;
            }
        }
        return held < BITS ? Optional.of(octets.toByteArray()) : Optional.empty();
    }
}
