package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads attributes as radclient does: {@code Name = value}, several on a line with commas between them, values in quotes or not.
 *
 * <p>What is not understood is refused and never taken into a value, which might be shown where a password must not be. For the same
 * reason no message repeats what stands in a file.
 */
final class Pairs {
    private static final Pattern NAME = Pattern.compile("\\s*([^\\s=,:+'\"#]+(?::[0-9]+)?)\\s*(?:[:+]?=)(?!=)\\s*");
    private static final Pattern BARE = Pattern.compile("[^\\s,'\"]+");
    private static final Pattern BLANKS = Pattern.compile("\\s*");

    private final String line;
    private final String at;
    private int next;

    /** A name and the text of its value. */
    record Pair(String name, String value) {}

    private Pairs(String line, String at) {
        this.line = line;
        this.at = at;
    }

    /** All of a file's line. {@code +=} and {@code :=} are read like {@code =}: each gives the request one more attribute. */
    static List<Pair> ofLine(String line, String at) {
        var pairs = new Pairs(line, at);
        List<Pair> read = new ArrayList<>();
        while (!pairs.isAtEnd()) {
            read.add(pairs.pair());
            pairs.separator();
        }
        return read;
    }

    /** One attribute, whose value goes on to the end unless it is in quotes: the shell has seen to the rest. */
    static Pair ofArgument(String argument) {
        var pairs = new Pairs(argument, "");
        String name = pairs.name();
        if (!pairs.isQuote()) {
            return new Pair(name, argument.substring(pairs.next).strip());
        }
        String value = pairs.quoted();
        if (!pairs.isAtEnd()) {
            throw pairs.refused("something stands behind the closing quote; write each attribute by itself");
        }
        return new Pair(name, value);
    }

    private Pair pair() {
        return new Pair(name(), isQuote() ? quoted() : bare());
    }

    private String name() {
        Matcher matcher = at(NAME);
        if (!matcher.lookingAt()) {
            throw refused("there is no attribute here; write Name=value");
        }
        next = matcher.end();
        return matcher.group(1);
    }

    private String bare() {
        Matcher matcher = at(BARE);
        if (!matcher.lookingAt()) {
            throw refused("an attribute has no value; write \"\" for an empty one");
        }
        next = matcher.end();
        return matcher.group();
    }

    private boolean isQuote() {
        return next < line.length() && (line.charAt(next) == '"' || line.charAt(next) == '\'');
    }

    private String quoted() {
        char quote = line.charAt(next++);
        var value = new StringBuilder();
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (c == quote) {
                return value.toString();
            }
            value.append(c == '\\' && next < line.length() ? escaped(quote, line.charAt(next++)) : c);
        }
        throw refused("a quote is not closed");
    }

    /** Within single quotes a backslash stands for itself but before one of the two that need it. */
    private String escaped(char quote, char c) {
        if (c == quote || c == '\\') {
            return String.valueOf(c);
        }
        if (quote == '\'') {
            return "\\" + c;
        }
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            default -> throw refused("a backslash within double quotes is written \\\\");
        };
    }

    /** The comma before the next attribute, or the end. */
    private void separator() {
        if (!isAtEnd() && line.charAt(next++) != ',') {
            throw refused(
                    "something stands behind a value; put a comma before the next attribute, and quotes around a value"
                            + " with blanks");
        }
    }

    /** Passes blanks; a comment is the end as well. */
    private boolean isAtEnd() {
        Matcher blanks = at(BLANKS);
        next = blanks.lookingAt() ? blanks.end() : next;
        return next == line.length() || line.charAt(next) == '#';
    }

    private Matcher at(Pattern pattern) {
        return pattern.matcher(line).region(next, line.length());
    }

    private CommandRefused refused(String why) {
        return CommandRefused.invalid(at + why);
    }
}
