package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A pattern in the syntax of NPS: found anywhere in a text unless anchored, upper and lower case alike, and composed and decomposed
 * characters.
 *
 * <p>Knows {@code \ ^ $ * + ? . (p) x|y {n} {n,} {n,m} [xyz] [^xyz] \b \B \d \D \f \n \r \s \S \t \v \w \W} and {@code /n/}, the
 * character of a decimal, octal ({@code /0101/}) or hexadecimal ({@code /0x41/}) number. Nothing else is let through. NPS's {@code \num},
 * the text of an earlier group again, is refused: no engine finds it in a bounded time. The time of a search is at most in proportion to
 * the length of the text times that of the pattern with its repetitions written out, and both are bounded. Immutable; two are equal when
 * their texts are.
 */
public final class NpsPattern {
    /** The longest pattern, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** The longest text that is searched, in characters; no attribute is longer than 253 octets. */
    static final int MAX_SEARCHED = 512;

    /** The most places of a pattern, counted with {n,m} written out: each costs a step at each character of a text. */
    static final int MAX_PLACES = 2048;

    /** Patterns that are found in every text of at least one character. */
    private static final Set<String> ANY_TEXT = Set.of(".", ".*", ".+");

    /** The signs that mean something else than themselves. */
    private static final Pattern SPECIAL = Pattern.compile("[\\\\^$*+?.()|{}\\[\\]/]");

    private final String text;
    private final Pattern pattern;

    /** Finds the same without the engine, if the pattern is as plain as most of administrators' are. */
    private final Optional<Plain> plain;

    private NpsPattern(String text, Pattern pattern, Optional<Plain> plain) {
        this.text = text;
        this.pattern = pattern;
        this.plain = plain;
    }

    /** What a search found out. */
    public enum Search {
        /** The pattern is in the text. */
        FOUND,
        /** It is not. */
        NOT_FOUND,
        /** The text is too long to be searched: nobody knows. */
        TOO_LONG
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
            String composed = CaseFolding.composed(text);
            return new NpsPattern(text, Pattern.compile(new Translation(composed).translated()), Plain.of(composed));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a pattern: " + e.getDescription()
                            + "; correct it, or write \\ before a character that stands for itself",
                    e);
        }
    }

    /** Searches a text. */
    public Search search(String text) {
        String searched = CaseFolding.composed(text);
        if (searched.length() > MAX_SEARCHED) {
            return Search.TOO_LONG;
        }
        // Some letters are composed as small ones alone: what is one name must not pass by being written in capitals.
        boolean found = isIn(searched) || (!CaseFolding.isAscii(searched) && isIn(CaseFolding.folded(searched)));
        return found ? Search.FOUND : Search.NOT_FOUND;
    }

    /** Whether it certainly is found in no text but those in which the other one is found. False if that takes more than a look. */
    public boolean isWithin(NpsPattern other) {
        return equals(other) || (plain.isPresent() && (other.isAnyText() || other.isIn(plain.get())));
    }

    /** Whether there certainly is no text in which both are found. False if that takes more than a look. */
    boolean isApartFrom(NpsPattern other) {
        return plain.isPresent() && other.plain.isPresent() && plain.get().isApartFrom(other.plain.get());
    }

    /** Whether it certainly is found in every text of at least one character. */
    boolean isAnyText() {
        return ANY_TEXT.contains(text);
    }

    private boolean isIn(Plain narrower) {
        return plain.isPresent() && plain.get().isIn(narrower);
    }

    private boolean isIn(String searched) {
        return plain.isPresent()
                ? plain.get().isIn(searched)
                : pattern.matcher(searched).find();
    }

    /**
     * The text with the first place where the pattern is found replaced, or unchanged if it is found nowhere; empty if the text is too long.
     *
     * @param replacement {@code $1} to {@code $9} stand for the pattern's groups, {@code $$} for a dollar sign, {@code \\} for one
     *     backslash; one before anything else stands for itself
     */
    Optional<String> replaceFirst(String text, String replacement) {
        String searched = CaseFolding.composed(text);
        if (searched.length() > MAX_SEARCHED) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(searched);
        if (!matcher.find()) {
            return Optional.of(text);
        }
        StringBuilder replaced = new StringBuilder(searched.substring(0, matcher.start()));
        for (int i = 0; i < replacement.length(); i++) {
            if (isGroup(replacement, i)) {
                i++;
                String group = matcher.group(replacement.charAt(i) - '0');
                replaced.append(group == null ? "" : group);
            } else {
                replaced.append(replacement.charAt(i));
                i += isDoubled(replacement, i) ? 1 : 0;
            }
        }
        return Optional.of(replaced.append(searched.substring(matcher.end())).toString());
    }

    /** Throws {@code IllegalArgumentException} if a replacement names a group that the pattern does not have. */
    void requireGroupsOf(String replacement) {
        int groups = Math.min(9, pattern.groupCount());
        for (int i = 0; i < replacement.length(); i++) {
            if (isGroup(replacement, i)) {
                i++;
                int group = i < replacement.length() ? replacement.charAt(i) - '0' : -1;
                if (group < 1 || group > groups) {
                    throw new IllegalArgumentException(
                            "\"" + replacement + "\" names a group that \"" + text
                                    + "\" does not have; write $1 to $9 for its parts in parentheses, and $$ for a dollar sign");
                }
            } else {
                i += isDoubled(replacement, i) ? 1 : 0;
            }
        }
    }

    private static boolean isGroup(String replacement, int at) {
        return replacement.charAt(at) == '$' && !isDoubled(replacement, at);
    }

    /** Two dollar signs, or two backslashes, are one. */
    private static boolean isDoubled(String replacement, int at) {
        char character = replacement.charAt(at);
        return (character == '$' || character == '\\')
                && at + 1 < replacement.length()
                && replacement.charAt(at + 1) == character;
    }

    /** How a pattern is written that holds one of some texts as a whole, whatever signs they have. */
    public static String ofWhole(Collection<String> texts) {
        return texts.stream()
                .map(text -> SPECIAL.matcher(text).replaceAll("\\\\$0"))
                .collect(joining("|", "^(", ")$"));
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

    /** A text of plain ASCII characters, perhaps anchored: what most patterns are. */
    private record Plain(String sought, boolean atBeginning, boolean atEnd) {
        private static final java.util.regex.Pattern PLAIN =
                java.util.regex.Pattern.compile("(\\^?)([A-Za-z0-9 _@-]+)(\\$?)");

        static Optional<Plain> of(String pattern) {
            return Optional.of(PLAIN.matcher(pattern))
                    .filter(java.util.regex.Matcher::matches)
                    .map(parts -> new Plain(
                            parts.group(2),
                            !parts.group(1).isEmpty(),
                            !parts.group(3).isEmpty()));
        }

        /** Whether this is found wherever the other one is. */
        boolean isIn(Plain other) {
            boolean held = (!atBeginning || other.atBeginning) && (!atEnd || other.atEnd);
            return held && isIn(other.sought);
        }

        /** Whether the two ask for beginnings, or for ends, that differ. */
        boolean isApartFrom(Plain other) {
            int common = Math.min(sought.length(), other.sought.length());
            boolean otherBeginning =
                    atBeginning && other.atBeginning && !sought.regionMatches(true, 0, other.sought, 0, common);
            int last = sought.length() - common;
            int othersLast = other.sought.length() - common;
            boolean otherEnd =
                    atEnd && other.atEnd && !sought.regionMatches(true, last, other.sought, othersLast, common);
            return otherBeginning || otherEnd;
        }

        boolean isIn(String searched) {
            int last = searched.length() - sought.length();
            int from = atEnd ? Math.max(0, last) : 0;
            int to = atBeginning ? Math.min(0, last) : last;
            for (int at = from; at <= to; at++) {
                if (searched.regionMatches(true, at, sought, 0, sought.length())) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Letters that differ by case alone, as the JDK compares them. They are written out for the engine, because its own way to disregard
     * case does not come to an end with letters that are younger than its tables.
     */
    private static final class Alike {
        /** No letter beyond has another case. */
        private static final int END = 0x20000;

        private static final Map<Integer, List<Integer>> BY_FOLDED = byFolded();

        private Alike() {}

        private static Map<Integer, List<Integer>> byFolded() {
            Map<Integer, List<Integer>> byFolded = new HashMap<>();
            for (int letter = 0; letter < END; letter++) {
                int folded = folded(letter);
                if (folded != letter) {
                    byFolded.computeIfAbsent(folded, first -> new ArrayList<>(List.of(first)))
                            .add(letter);
                }
            }
            return byFolded;
        }

        private static int folded(int letter) {
            return Character.toLowerCase(Character.toUpperCase(letter));
        }

        /** The letters outside a range, both ends included, that are alike one within it. */
        static SortedSet<Integer> outside(int from, int last) {
            SortedSet<Integer> outside = new TreeSet<>();
            for (int letter = from; letter <= last && letter < END; letter++) {
                for (int alike : BY_FOLDED.getOrDefault(folded(letter), List.of())) {
                    if (alike < from || alike > last) {
                        outside.add(alike);
                    }
                }
            }
            return outside;
        }
    }

    /** From NPS's syntax to that of the engine, from left to right. */
    private static final class Translation {
        private static final int MAX_REPEATS = 255;
        private static final String SPACES = "\\t-\\r ";
        private static final String NO_SPACES = "\\x00-\\x08\\x0E-\\x1F!-\\x{10FFFF}";
        private static final Set<Integer> KEPT_ESCAPES = Set.of(
                (int) 'd', (int) 'D', (int) 'f', (int) 'n', (int) 'r', (int) 't', (int) 'v', (int) 'w', (int) 'W');
        private static final java.util.regex.Pattern CHARACTER_NUMBER =
                java.util.regex.Pattern.compile("/(0[xX][0-9a-fA-F]{1,2}|[0-9]{1,4})/");
        private static final java.util.regex.Pattern REPEAT =
                java.util.regex.Pattern.compile("\\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\\}");

        private final String text;
        private final StringBuilder translated = new StringBuilder();
        private final Deque<Integer> placesBefore = new ArrayDeque<>();
        private int next;
        private boolean repeatable;
        private int places;
        private int placesOfLast;

        Translation(String text) {
            this.text = text;
        }

        String translated() {
            while (next < text.length()) {
                one(text.codePointAt(next));
            }
            if (!placesBefore.isEmpty()) {
                throw wrong("a ( is not closed", "close it with ), or write \\( for a parenthesis");
            }
            return translated.toString();
        }

        private void one(int character) {
            switch (character) {
                case '\\' -> escape();
                case '[' -> set();
                case '/' -> characterNumber();
                case '{' -> repeat();
                case '*', '+', '?' -> quantifier(Character.toString(character), 1);
                case '(' -> open();
                case ')' -> close();
                case '$' -> put("\\z", 1);
                case '.' -> put(".", 1);
                case '^', '|' -> {
                    put(Character.toString(character), 1);
                    repeatable = false;
                }
                default -> put(literal(character), Character.charCount(character));
            }
        }

        /** Writes one thing that can be repeated. */
        private void put(String one, int characters) {
            translated.append(one);
            next += characters;
            repeatable = true;
            placesOfLast = 1;
            count(1);
        }

        private void count(int more) {
            places += more;
            if (places > MAX_PLACES) {
                throw wrong(
                        "it is longer than " + MAX_PLACES + " characters when its repetitions are written out",
                        "write smaller numbers in { }, or * instead");
            }
        }

        private void escape() {
            int escaped = escaped(next);
            next++;
            int length = Character.charCount(escaped);
            switch (escaped) {
                case 'b', 'B' -> put("\\" + (char) escaped, length);
                case 's' -> put("[" + SPACES + "]", length);
                case 'S' -> put("[" + NO_SPACES + "]", length);
                case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    throw wrong(
                            "\\" + (char) escaped + ", the text of a group again, cannot be searched in a bounded time",
                            "write what the group may be once more, or \\\\ for a backslash");
                default -> {
                    if (KEPT_ESCAPES.contains(escaped)) {
                        put("\\" + (char) escaped, length);
                    } else if (Character.isLetterOrDigit(escaped)) {
                        throw wrong(
                                "\\" + Character.toString(escaped) + " has no meaning", "write \\\\ for a backslash");
                    } else {
                        put(literal(escaped), length);
                    }
                }
            }
        }

        /** The character behind a backslash. */
        private int escaped(int backslash) {
            if (backslash + 1 == text.length()) {
                throw wrong("it ends in a single \\", "write \\\\ for a backslash");
            }
            return text.codePointAt(backslash + 1);
        }

        private void open() {
            if (text.startsWith("(?", next)) {
                throw wrong("NPS has no (?…)", "use a plain group (…), or \\? for a question mark");
            }
            put("(", 1);
            repeatable = false;
            placesBefore.push(places - 1);
        }

        private void close() {
            if (placesBefore.isEmpty()) {
                throw wrong("a ) closes nothing", "remove it, or write \\) for a parenthesis");
            }
            put(")", 1);
            placesOfLast = places - placesBefore.pop();
        }

        private void set() {
            int end = next + 1;
            boolean negated = text.startsWith("^", end);
            end += negated ? 1 : 0;
            int first = end;
            StringBuilder inner = new StringBuilder(negated ? "[^" : "[");
            while (end < text.length() && text.charAt(end) != ']') {
                end = oneOfSet(end, inner);
            }
            if (end >= text.length() || end == first) {
                throw wrong("a set [ ] is empty or not closed", "close it with ], or write \\[ for a bracket");
            }
            put(inner.append(']').toString(), end + 1 - next);
        }

        /** A character, a range or a class such as \d, from {@code at} on; answers where the next one begins. */
        private int oneOfSet(int at, StringBuilder inner) {
            boolean isEscaped = text.charAt(at) == '\\';
            int from = isEscaped ? escaped(at) : text.codePointAt(at);
            int end = at + (isEscaped ? 1 : 0) + Character.charCount(from);
            if (isEscaped && Character.isLetterOrDigit(from)) {
                inner.append(classInSet(from));
                return end;
            }
            if (!text.startsWith("-", end) || end + 1 >= text.length() || text.charAt(end + 1) == ']') {
                range(from, from, inner);
                return end;
            }
            end++;
            boolean lastIsEscaped = text.charAt(end) == '\\';
            int last = lastIsEscaped ? escaped(end) : text.codePointAt(end);
            if (last < from || (lastIsEscaped && Character.isLetterOrDigit(last))) {
                throw wrong(
                        "a range in a set [ ] ends before it begins",
                        "write the smaller character first, or \\- for a dash");
            }
            range(from, last, inner);
            return end + (lastIsEscaped ? 1 : 0) + Character.charCount(last);
        }

        private String classInSet(int letter) {
            if (letter == 's') {
                return SPACES;
            }
            if (letter == 'S') {
                return NO_SPACES;
            }
            if (KEPT_ESCAPES.contains(letter)) {
                return "\\" + (char) letter;
            }
            throw wrong(
                    "\\" + Character.toString(letter) + " has no meaning in a set [ ]", "write \\\\ for a backslash");
        }

        private static void range(int from, int last, StringBuilder inner) {
            inner.append(quoted(from));
            if (last != from) {
                inner.append('-').append(quoted(last));
            }
            Alike.outside(from, last).forEach(letter -> inner.append(quoted(letter)));
        }

        private static String literal(int character) {
            SortedSet<Integer> others = Alike.outside(character, character);
            return others.isEmpty()
                    ? quoted(character)
                    : others.stream().map(Translation::quoted).collect(joining("", "[" + quoted(character), "]"));
        }

        private static String quoted(int character) {
            boolean plain = character < 0x80 && Character.isLetterOrDigit(character);
            return plain ? Character.toString(character) : String.format(Locale.ROOT, "\\x{%X}", character);
        }

        private void characterNumber() {
            java.util.regex.Matcher number = CHARACTER_NUMBER.matcher(text).region(next, text.length());
            if (!number.lookingAt()) {
                put(literal('/'), 1);
                return;
            }
            int character = decoded(number.group(1));
            if (character < 0 || character > 255) {
                throw wrong(number.group() + " is not the number of a character", "write one from /0/ to /255/");
            }
            put(literal(character), number.end() - next);
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
            java.util.regex.Matcher repeat = REPEAT.matcher(text).region(next, text.length());
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
            quantifier(repeat.group(), most);
        }

        /** One quantifier, and a ? after it for the shortest match. */
        private void quantifier(String quantifier, int times) {
            if (!repeatable) {
                throw wrong(
                        quantifier + " has nothing to repeat", "write \\" + quantifier + " for the character itself");
            }
            int repeated = placesOfLast * Math.max(0, times - 1);
            put(quantifier, quantifier.length());
            count(repeated);
            if (text.startsWith("?", next)) {
                put("?", 1);
            }
            repeatable = false;
        }

        private IllegalArgumentException wrong(String what, String fix) {
            return new IllegalArgumentException("\"" + text + "\" is not a pattern: " + what + "; " + fix);
        }
    }
}
