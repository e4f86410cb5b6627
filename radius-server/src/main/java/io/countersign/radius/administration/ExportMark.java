package io.countersign.radius.administration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The first line of an exported document: the newest change that it holds. Whoever applies the document later overwrites nothing that
 * others have changed meanwhile without knowing. The number has always ten digits, so that a newer one takes its place in the file.
 */
public final class ExportMark {
    private static final String BEGIN = "# Exported after change ";
    private static final String END =
            ": policy apply refuses this document once somebody else has changed policies or clients. Without this line it does not.\n";
    private static final Pattern LINE = Pattern.compile("\\A\\uFEFF?" + BEGIN + "(\\d{10}):");

    private ExportMark() {}

    /** The line, with its end, for a document that holds all changes up to this one. */
    public static String line(long change) {
        return BEGIN + digits(change) + END;
    }

    /** The number in a document's first line. */
    public static OptionalLong in(String text) {
        var line = LINE.matcher(text);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }

    /**
     * Puts another number into a file, which is otherwise left as it is.
     *
     * @return whether it could be: the file is UTF-8, and begins with such a line
     */
    public static boolean renew(Path file, long change) throws IOException {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = text.indexOf(BEGIN);
        int octetsOfMark = 3; // of UTF-8
        if (at != 0 && at != octetsOfMark) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var written = ByteBuffer.wrap(digits(change).getBytes(StandardCharsets.US_ASCII));
            while (written.hasRemaining()) {
                channel.write(written, at + BEGIN.length() + (long) written.position());
            }
        }
        return true;
    }

    private static String digits(long change) {
        return String.format(Locale.ROOT, "%010d", change);
    }
}
