package io.countersign.radius.host;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as people's editors write it into files. */
public final class TextFiles {
    private static final String MARK = "\uFEFF";

    private TextFiles() {}

    /**
     * The text of a file's octets, without the mark that may stand before it: UTF-8, or UTF-16 if it has its mark, as Windows PowerShell
     * writes it.
     */
    public static String decoded(byte[] octets) throws CharacterCodingException {
        var charset = isUtf16(octets) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        var text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }

    /** Whether a file's octets begin with the mark of UTF-16. */
    public static boolean isUtf16(byte[] octets) {
        return beginsWith(octets, 0xFE, 0xFF) || beginsWith(octets, 0xFF, 0xFE);
    }

    private static boolean beginsWith(byte[] octets, int first, int second) {
        return octets.length >= 2 && (octets[0] & 0xFF) == first && (octets[1] & 0xFF) == second;
    }
}
