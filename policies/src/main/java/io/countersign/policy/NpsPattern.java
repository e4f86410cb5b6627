package io.countersign.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern in the syntax of NPS: found anywhere in a text unless anchored, upper and lower case alike.
 *
 * <p>Knows {@code \ ^ $ * + ? . (p) x|y {n} {n,} {n,m} [xyz] [^xyz] \b \B \d \D \f \n \r \s \S \t \v \w \W \num} and {@code /n/}, the
 * character of a decimal, octal ({@code /0101/}) or hexadecimal ({@code /0x41/}) number. Nothing else of {@link Pattern} is let through.
 * A search is bounded: one that takes too many steps has no answer, which is for the caller to deny. Immutable; two are equal when their
 * texts are.
 */
public final class NpsPattern {
    /** The longest pattern, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** The longest text that is searched, in characters; no attribute is longer than 253 octets. */
    static final int MAX_SEARCHED = 512;

    private static final int MAX_STEPS = 50_000;
    private static final int MAX_REPEATS = 255;
    private static final Pattern CHARACTER_NUMBER = Pattern.compile("/(0[xX][0-9a-fA-F]{1,2}|[0-9]{1,4})/");
    private static final Pattern REPEAT = Pattern.compile("\\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\\}");
    private static final Set<Character> KEPT_ESCAPES =
            Set.of('b', 'B', 'd', 'D', 'f', 'n', 'r', 's', 'S', 't', 'w', 'W');

    private static final Pattern PLAIN_BEGINNING = Pattern.compile("\\^[A-Za-z0-9 _@-]+");

    private final String text;
    private final Pattern pattern;

    /** What a text must begin with, if that is all that the pattern asks, as most of administrators' patterns do. */
    private final Optional<String> beginning;

    private NpsPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
        this.beginning = Optional.of(text)
                .filter(whole -> PLAIN_BEGINNING.matcher(whole).matches())
                .map(whole -> whole.substring(1));
    }

    /** What a search found out. */
    public enum Search {
        /** The pattern is in the text. */
        FOUND,
        /** It is not. */
        NOT_FOUND,
        /** The text is too long, or the search took too many steps: nobody knows. */
        GAVE_UP
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException with a message for the administrator: what is wrong, a semicolon, and what to write instead
     */
    public static NpsPattern of(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a pattern has 1 to " + MAX_LENGTH + " characters; write \".\" for any text");
        }
        try {
            Pattern compiled = Pattern.compile(
                    new Translation(text).translated(),
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNIX_LINES);
            return new NpsPattern(text, compiled);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a pattern: " + lowerFirst(e.getDescription())
                            + "; correct it, or write \\ before a character that stands for itself",
                    e);
        }
    }

    /** Searches a text. */
    public Search search(String searched) {
        if (searched.length() > MAX_SEARCHED) {
            return Search.GAVE_UP;
        }
        if (beginning.isPresent()) {
            String plain = beginning.get();
            return searched.regionMatches(true, 0, plain, 0, plain.length()) ? Search.FOUND : Search.NOT_FOUND;
        }
        try {
            Matcher matcher = pattern.matcher(new Counted(searched));
            return matcher.find() ? Search.FOUND : Search.NOT_FOUND;
        } catch (TooManySteps _) {
            return Search.GAVE_UP;
        }
    }

    /**
     * The text with the first place where the pattern is found replaced, or unchanged if it is found nowhere; empty if the text is too long
     * or the search takes too many steps.
     *
     * @param replacement {@code $1} to {@code $9} stand for the pattern's groups, {@code \} makes the next character stand for itself
     */
    Optional<String> replaceFirst(String searched, String replacement) {
        if (searched.length() > MAX_SEARCHED) {
            return Optional.empty();
        }
        try {
            Matcher matcher = pattern.matcher(new Counted(searched));
            if (!matcher.find()) {
                return Optional.of(searched);
            }
            StringBuilder replaced = new StringBuilder(searched.substring(0, matcher.start()));
            for (int i = 0; i < replacement.length(); i++) {
                char character = replacement.charAt(i);
                boolean special = i + 1 < replacement.length() && (character == '$' || character == '\\');
                char next = special ? replacement.charAt(++i) : character;
                if (character == '$' && special) {
                    String group = matcher.group(next - '0');
                    replaced.append(group == null ? "" : group);
                } else {
                    replaced.append(next);
                }
            }
            return Optional.of(
                    replaced.append(searched.substring(matcher.end())).toString());
        } catch (TooManySteps _) {
            return Optional.empty();
        }
    }

    /** Throws {@code IllegalArgumentException} if a replacement names a group that the pattern does not have. */
    void requireGroupsOf(String replacement) {
        int groups = pattern.matcher("").groupCount();
        for (int i = 0; i < replacement.length(); i++) {
            char character = replacement.charAt(i);
            if (character == '\\') {
                i++;
            } else if (character == '$') {
                i++;
                int group = i < replacement.length() ? replacement.charAt(i) - '0' : -1;
                if (group < 1 || group > Math.min(9, groups)) {
                    throw new IllegalArgumentException(
                            "\"" + replacement + "\" names a group that \"" + text
                                    + "\" does not have; write $1 to $9 for its parts in parentheses, and \\$ for a dollar sign");
                }
            }
        }
    }

    /** As the document writes it. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpsPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static String lowerFirst(String description) {
        return Character.toLowerCase(description.charAt(0)) + description.substring(1);
    }

    /** A text that may be looked at a bounded number of times: every step of a search looks at a character. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            if (steps > MAX_STEPS) {
                throw TooManySteps.THROWN;
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Leaves the search from inside. */
    private static final class TooManySteps extends IllegalStateException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("StaticAssignmentOfThrowable") // carries nothing, and is thrown under load
        static final TooManySteps THROWN = new TooManySteps();

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** From NPS's syntax to that of {@link Pattern}, from left to right. */
    private static final class Translation {
        private final String text;
        private final StringBuilder java = new StringBuilder();
        private int next;
        private boolean repeatable;

        Translation(String text) {
            this.text = text;
        }

        String translated() {
            while (next < text.length()) {
                one();
            }
            return java.toString();
        }

        private void one() {
            char character = text.charAt(next);
            switch (character) {
                case '\\' -> escape();
                case '[' -> set();
                case '/' -> characterNumber();
                case '{' -> repeat();
                case '*', '+', '?' -> quantifier(character);
                case '$' -> put("\\z"); // Java's $ lets a line end follow
                case '(' -> group();
                case '^', '|' -> {
                    put(String.valueOf(character));
                    repeatable = false;
                }
                default -> put(String.valueOf(character));
            }
        }

        private void put(String translated) {
            java.append(translated);
            next++;
            repeatable = true;
        }

        private void escape() {
            next++;
            if (next == text.length()) {
                throw wrong("it ends in a single \\", "write \\\\ for a backslash");
            }
            char escaped = text.charAt(next);
            if (escaped == 'v') {
                put("\\x0B");
            } else if (KEPT_ESCAPES.contains(escaped) || (escaped >= '1' && escaped <= '9')) {
                put("\\" + escaped);
            } else if (Character.isLetterOrDigit(escaped)) {
                throw wrong("\\" + escaped + " has no meaning", "write \\\\ for a backslash");
            } else {
                put(Pattern.quote(String.valueOf(escaped)));
            }
        }

        private void group() {
            if (text.startsWith("(?", next)) {
                throw wrong("NPS has no (?…)", "use a plain group (…), or \\? for a question mark");
            }
            put("(");
            repeatable = false;
        }

        private void set() {
            int end = next + 1;
            boolean negated = text.startsWith("^", end);
            end += negated ? 1 : 0;
            int first = end;
            StringBuilder inner = new StringBuilder(negated ? "[^" : "[");
            while (end < text.length() && text.charAt(end) != ']') {
                char character = text.charAt(end);
                if (character == '\\' && end + 1 < text.length()) {
                    end++;
                    inner.append(inSet(text.charAt(end)));
                } else {
                    inner.append(character == '-' ? "-" : literal(character));
                }
                end++;
            }
            if (end >= text.length() || end == first) {
                throw wrong("a set [ ] is empty or not closed", "close it with ], or write \\[ for a bracket");
            }
            next = end;
            put(inner.append(']').toString());
        }

        private String inSet(char escaped) {
            if (escaped == 'v') {
                return "\\x0B";
            }
            if (KEPT_ESCAPES.contains(escaped) && escaped != 'b' && escaped != 'B') {
                return "\\" + escaped;
            }
            if (Character.isLetterOrDigit(escaped)) {
                throw wrong("\\" + escaped + " has no meaning in a set [ ]", "write \\\\ for a backslash");
            }
            return "\\" + escaped;
        }

        private static String literal(char character) {
            return Character.isLetterOrDigit(character) || character > '~' || character == ' '
                    ? String.valueOf(character)
                    : "\\" + character;
        }

        private void characterNumber() {
            Matcher number = CHARACTER_NUMBER.matcher(text).region(next, text.length());
            if (!number.lookingAt()) {
                put("/");
                return;
            }
            int character = decoded(number.group(1));
            if (character < 0 || character > 255) {
                throw wrong(number.group() + " is not the number of a character", "write one from /0/ to /255/");
            }
            next = number.end() - 1;
            put(String.format(Locale.ROOT, "\\x%02x", character));
        }

        private static int decoded(String number) {
            if (number.startsWith("0x") || number.startsWith("0X")) {
                return Integer.parseInt(number.substring(2), 16);
            }
            boolean octal = number.startsWith("0") && number.length() > 1;
            if (octal && (number.contains("8") || number.contains("9"))) {
                return -1;
            }
            return Integer.parseInt(number, octal ? 8 : 10);
        }

        private void repeat() {
            Matcher repeat = REPEAT.matcher(text).region(next, text.length());
            if (!repeat.lookingAt()) {
                throw wrong("a { without a number", "write {2}, {2,} or {2,5}, or \\{ for a brace");
            }
            int least = Integer.parseInt(repeat.group(1));
            int most = repeat.group(3) == null ? least : Integer.parseInt(repeat.group(3));
            if (most < least || most > MAX_REPEATS) {
                throw wrong(
                        repeat.group() + " is out of range",
                        "write at most " + MAX_REPEATS + ", the smaller number first");
            }
            next = repeat.end() - 1;
            quantifier(repeat.group());
        }

        private void quantifier(char character) {
            quantifier(String.valueOf(character));
        }

        /** One quantifier, and a ? after it for the shortest match; Java would read a second + as something else. */
        private void quantifier(String quantifier) {
            if (!repeatable) {
                throw wrong(
                        quantifier + " has nothing to repeat", "write \\" + quantifier + " for the character itself");
            }
            put(quantifier);
            if (next < text.length() && text.charAt(next) == '?') {
                put("?");
            }
            repeatable = false;
        }

        private IllegalArgumentException wrong(String what, String fix) {
            return new IllegalArgumentException("\"" + text + "\" is not a pattern: " + what + "; " + fix);
        }
    }
}
