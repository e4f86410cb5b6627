package io.countersign.radius.crypto;

import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;

/**
 * Reads shared secrets as people keep them, the same way for the server and for {@code radius send}: one line of printable ASCII. What an
 * editor adds is left out where it cannot be meant (the mark of an encoding, line ends behind), and refused where it might be.
 */
public sealed interface SharedSecretText {
    /** It is this; perhaps empty. */
    record Taken(Secret secret) implements SharedSecretText {}

    /**
     * It cannot be meant so.
     *
     * @param what such as {@code ends with a blank}
     */
    record Refused(String what, String fix) implements SharedSecretText {}

    /** Of the content of a file. */
    static SharedSecretText ofFile(byte[] octets) {
        try {
            return of(TextFiles.decoded(octets).replaceFirst("[\\r\\n]+\\z", ""));
        } catch (UnreadableText unreadable) {
            return new Refused(
                    String.valueOf(unreadable.getMessage()),
                    "save it as UTF-8 text, in letters, digits and signs of ASCII");
        }
    }

    /** Of the value of a variable. */
    static SharedSecretText of(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return new Refused("has more than one line", "leave nothing there but the secret");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return new Refused("has control characters, such as a tab", "leave nothing there but the secret");
        }
        if (!text.isEmpty() && (isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1)))) {
            return new Refused("begins or ends with a blank", "remove it; it would be part of the secret");
        }
        if (text.length() > 1 && isQuoted(text)) {
            return new Refused("stands in quotes", "remove them; they would be part of the secret");
        }
        if (!text.chars().allMatch(character -> character < 0x80)) {
            return new Refused(
                    "has characters beyond ASCII, which every device encodes in its own way",
                    "use letters, digits and signs of ASCII");
        }
        return new Taken(Secret.ofText(text));
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isQuoted(String text) {
        char first = text.charAt(0);
        return (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
    }
}
