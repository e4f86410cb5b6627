package io.countersign.radius.host;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text as people's editors write it into files: settings, policy documents, cases and secrets alike. */
public final class TextFiles {
    private static final String MARK = "\uFEFF";

    private TextFiles() {}

    /**
     * The text of a file's octets, without the mark that may stand before it: UTF-8, or UTF-16 if it has its mark, as Windows PowerShell
     * writes it with {@code >}.
     */
    public static String decoded(byte[] octets) throws UnreadableText {
        if (isUtf32(octets)) {
            throw new UnreadableText("is UTF-32 text, which is not read");
        }
        var text = isUtf16(octets)
                ? decoded(octets, StandardCharsets.UTF_16, "begins with the mark of UTF-16, but is none")
                : decoded(octets, StandardCharsets.UTF_8, "is neither UTF-8 nor UTF-16 text with its mark");
        if (text.indexOf('\0') >= 0) {
            throw new UnreadableText("has NUL characters, as UTF-16 text without its mark does");
        }
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }

    private static String decoded(byte[] octets, Charset charset, String otherwise) throws UnreadableText {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            throw new UnreadableText(otherwise);
        }
    }

    private static boolean isUtf16(byte[] octets) {
        return beginsWith(octets, 0xFE, 0xFF) || beginsWith(octets, 0xFF, 0xFE);
    }

    private static boolean isUtf32(byte[] octets) {
        return beginsWith(octets, 0xFF, 0xFE, 0, 0) || beginsWith(octets, 0, 0, 0xFE, 0xFF);
    }

    private static boolean beginsWith(byte[] octets, int... mark) {
        if (octets.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (Byte.toUnsignedInt(octets[i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
