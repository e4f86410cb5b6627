package io.countersign.radius.identity;

import io.countersign.radius.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Passwords as they are kept and compared (OpaqueString, RFC 8265 §4.2): composed and decomposed characters are alike, as are all spaces;
 * upper and lower case are not. In UTF-8.
 */
public final class OpaqueString {
    /** As Windows understands it, with the euro sign and others where Latin-1 has control characters. */
    private static final Charset LATIN_1 = Charset.forName("windows-1252");

    private OpaqueString() {}

    /** What was typed, of the octets that came of it: UTF-8, or else Latin-1. */
    public static Secret read(Secret octets) {
        if (isAscii(octets)) {
            return octets;
        }
        var text = isUtf8(octets) ? octets.revealText() : new String(octets.reveal(), LATIN_1);
        return Secret.ofText(prepared(text, Form.NFC));
    }

    /** Whether octets are UTF-8 text. */
    public static boolean isUtf8(Secret octets) {
        if (isAscii(octets)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.reveal()));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /** What a client may have computed a response from whose user knows this password: each form, the likeliest first. */
    static List<Secret> forms(Secret kept) {
        return isAscii(kept)
                ? List.of(kept)
                : Stream.of(read(kept), kept, Secret.ofText(prepared(kept.revealText(), Form.NFD)))
                        .distinct()
                        .toList();
    }

    private static String prepared(String text, Form form) {
        var spaced = text.codePoints()
                .map(character -> Character.getType(character) == Character.SPACE_SEPARATOR ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Normalizer.normalize(spaced, form);
    }

    private static boolean isAscii(Secret octets) {
        byte[] revealed = octets.reveal();
        boolean ascii = true;
        for (byte octet : revealed) {
            ascii &= octet >= 0;
        }
        Arrays.fill(revealed, (byte) 0);
        return ascii;
    }
}
