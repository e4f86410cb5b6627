package io.countersign.policy.document;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of one key of an item, as it is typed: {@code timeout=60s}, {@code when.user-groups+=corp\VPN}, {@code reply.Class=}.
 *
 * @param path the keys from the item downwards; of a list whose items have names, the item's name
 * @param value as in a document: a list in brackets, a text that YAML would take for something else in quotes; empty takes the key away
 */
public record Assignment(List<String> path, Way way, String value) {
    private static final Pattern WRITTEN = Pattern.compile("([^=]+?)([+-]?)=(.*)", Pattern.DOTALL);

    /** What becomes of the value that is there. */
    public enum Way {
        /** It is replaced, or taken away. */
        SET,
        /** One more in a list. */
        ADD,
        /** One less in a list. */
        TAKE
    }

    /** Copies the list. */
    public Assignment {
        path = List.copyOf(path);
    }

    /**
     * Reads what was typed.
     *
     * @throws EditRefused if it is none
     */
    public static Assignment parse(String word) {
        Matcher written = WRITTEN.matcher(word);
        if (!written.matches()) {
            throw new EditRefused(
                    "\"" + word
                            + "\" is no change of a key; write KEY=VALUE, KEY= to take it away, or KEY+=VALUE and KEY-=VALUE for one of a list");
        }
        Way way = switch (written.group(2)) {
            case "+" -> Way.ADD;
            case "-" -> Way.TAKE;
            default -> Way.SET;
        };
        String value = written.group(3).strip();
        if (value.isEmpty() && way != Way.SET) {
            throw new EditRefused("\"" + word + "\" says no value");
        }
        return new Assignment(List.of(written.group(1).strip().split("\\.", -1)), way, value);
    }

    /** The path as it is typed. */
    String key() {
        return String.join(".", path);
    }
}
