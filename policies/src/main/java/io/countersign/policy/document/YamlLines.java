package io.countersign.policy.document;

import static java.util.stream.Collectors.joining;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Lines of YAML in block style, lists of texts in brackets, texts quoted where they need it. */
final class YamlLines implements Lines {
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}0-9^](?:[\\p{L}0-9._/@+^-]|(?<=[0-9]):(?=[0-9])| (?=[\\p{L}0-9]))*");
    private static final Pattern NO_VALUE = Pattern.compile("null|Null|NULL");
    private static final Pattern NEEDS_ESCAPES = Pattern.compile("[^\\x20-\\x7E\\p{L}]");

    private final StringBuilder lines = new StringBuilder();
    private int indent;
    private boolean first;

    /** A value that needs no quotes. */
    @Override
    public void plain(String key, String value) {
        line(quoted(key) + ": " + value);
    }

    /** A text. */
    @Override
    public void text(String key, String value) {
        plain(key, quoted(value));
    }

    /** A list of texts. */
    @Override
    public void texts(String key, List<String> values) {
        plain(key, values.stream().map(YamlLines::quoted).collect(joining(", ", "[", "]")));
    }

    /** A mapping, whose lines are written by what is given. */
    @Override
    public void mapping(String key, Runnable content) {
        line(quoted(key) + ":");
        int after = lines.length();
        indent++;
        content.run();
        indent--;
        if (lines.length() == after) {
            lines.insert(after - 1, " {}");
        }
    }

    /** A list of mappings. One at the top of the document stands apart. */
    @Override
    public <T> void list(String key, List<T> items, Consumer<T> content) {
        if (!lines.isEmpty() && indent == 0) {
            lines.append('\n');
        }
        line(key + (items.isEmpty() ? ": []" : ":"));
        indent += 2;
        for (T item : items) {
            first = true;
            content.accept(item);
        }
        first = false;
        indent -= 2;
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    private void line(String line) {
        String spaces = "  ".repeat(indent);
        lines.append(first ? spaces.substring(2) + "- " : spaces).append(line).append('\n');
        first = false;
    }

    static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !NO_VALUE.matcher(text).matches()) {
            return text;
        }
        return NEEDS_ESCAPES.matcher(text).find() ? escaped(text) : "'" + text.replace("'", "''") + "'";
    }

    private static String escaped(String text) {
        String inner = text.codePoints().mapToObj(YamlLines::escaped).collect(joining());
        return '"' + inner + '"';
    }

    private static String escaped(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default ->
                (character >= ' ' && character <= '~') || Character.isLetter(character)
                        ? Character.toString(character)
                        : "\\U" + HexFormat.of().toHexDigits(character);
        };
    }
}
