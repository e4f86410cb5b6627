package io.countersign.radius.event;

import io.countersign.policy.AddressText;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Text from outside, made safe for a line that people read. */
public final class Printable {
    private static final int MAX_CHARACTERS = 128;

    /** The longest text of an event. */
    public static final int MOST_CHARACTERS = 500;

    private Printable() {}

    /** The text as it is, of a long one the middle left out: what to do stands at the end. */
    public static String cut(String text) {
        int all = text.length() <= MOST_CHARACTERS ? 0 : text.codePointCount(0, text.length());
        return all <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS / 2)) + "…"
                        + text.substring(text.offsetByCodePoints(text.length(), -MOST_CHARACTERS / 2));
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    /**
     * The text with every control, line-separating, direction-changing, invisible or broken character written as {@code \}{@code u…},
     * cut after 128 characters.
     */
    public static String of(String text) {
        return whole(cut(text, MAX_CHARACTERS));
    }

    /** The same, whatever the length. */
    public static String whole(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** As an administrator writes it: {@code 127.0.0.1:1812} or {@code [::1]:1812}. */
    public static String address(InetSocketAddress address) {
        return address(AddressText.of(address.getAddress()), address.getPort());
    }

    /** The same of a host by its name or address. */
    public static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void append(StringBuilder out, int codePoint) {
        if (isPlain(codePoint)) {
            out.appendCodePoint(codePoint);
        } else {
            out.append(String.format(Locale.ROOT, codePoint > 0xFFFF ? "\\u{%X}" : "\\u%04X", codePoint));
        }
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
