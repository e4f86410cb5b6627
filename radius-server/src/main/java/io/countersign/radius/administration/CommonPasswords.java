package io.countersign.radius.administration;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows the passwords that are guessed first: words that everybody takes, runs along the alphabet or a keyboard, one character over and
 * over, years, and several of these in a row; whatever the case, with signs between, and with {@code @} for a and the like.
 */
final class CommonPasswords {
    /** Fewer letters and digits than these, besides what everybody takes, are soon tried. */
    private static final int ENOUGH = 3;

    private static final int SHORTEST_RUN = 3;

    private static final List<String> WORDS =
            """
            password passwort passw kennwort motdepasse contrasena senha welcome willkommen bienvenue hello hallo changeme change please
            admin administrator root user guest gast test demo login logon master secret geheim default temp example sample
            letmein iloveyou sunshine princess dragon monkey shadow football fussball baseball superman batman starwars pokemon whatever
            spring summer autumn winter frühling fruehling sommer herbst
            january february march april june july august september october november december
            januar februar märz maerz juni juli oktober dezember
            monday tuesday wednesday thursday friday saturday sunday
            montag dienstag mittwoch donnerstag freitag samstag sonntag
            company firma office server computer internet windows microsoft cisco radius network vpn wifi access remote security
            countersign
            """.lines().flatMap(line -> Stream.of(line.split(" "))).toList();

    private static final List<String> ROWS = Stream.of(
                    "abcdefghijklmnopqrstuvwxyz",
                    "01234567890",
                    "qwertyuiop",
                    "qwertzuiop",
                    "azertyuiop",
                    "asdfghjkl",
                    "zxcvbnm",
                    "yxcvbnm",
                    "1q2w3e4r5t6y7u8i9o0p",
                    "1q2w3e4r5t6z7u8i9o0p",
                    "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
            .flatMap(row -> Stream.of(row, new StringBuilder(row).reverse().toString()))
            .toList();

    private static final Pattern YEAR = Pattern.compile("(19|20)[0-9]{2}(?![0-9])");

    private CommonPasswords() {}

    /**
     * Whether a password is nothing but what everybody takes, or its user's name.
     *
     * @param user counts as a word that everybody takes
     */
    static boolean isCommon(String password, String user) {
        var words = Stream.concat(WORDS.stream(), Stream.of(folded(user)).filter(name -> name.length() >= ENOUGH))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        var typed = folded(password);
        var read = withLettersForSigns(typed);
        int besides = 0;
        for (int at = 0; at < typed.length() && besides < ENOUGH; ) {
            int known = Math.max(known(typed.substring(at)), Math.max(word(typed, at, words), word(read, at, words)));
            besides += known == 0 && Character.isLetterOrDigit(typed.charAt(at)) ? 1 : 0;
            at += Math.max(1, known);
        }
        return besides < ENOUGH;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int word(String text, int at, List<String> longestFirst) {
        return longestFirst.stream()
                .filter(word -> text.startsWith(word, at))
                .mapToInt(String::length)
                .findFirst()
                .orElse(0);
    }

    /** How many characters at the beginning are a year, a run, or one over and over. */
    private static int known(String text) {
        int year = YEAR.matcher(text).lookingAt() ? 4 : 0;
        return Math.max(year, Math.max(repetition(text), run(text)));
    }

    private static int repetition(String text) {
        int length = 1;
        while (length < text.length() && text.charAt(length) == text.charAt(0)) {
            length++;
        }
        return length < SHORTEST_RUN ? 0 : length;
    }

    private static int run(String text) {
        int length = SHORTEST_RUN;
        while (length <= text.length() && isRun(text.substring(0, length))) {
            length++;
        }
        return length == SHORTEST_RUN ? 0 : length - 1;
    }

    private static boolean isRun(String text) {
        return ROWS.stream().anyMatch(row -> row.contains(text));
    }

    private static String withLettersForSigns(String text) {
        return text.replace('@', 'a')
                .replace('4', 'a')
                .replace('3', 'e')
                .replace('1', 'i')
                .replace('!', 'i')
                .replace('0', 'o')
                .replace('$', 's')
                .replace('5', 's')
                .replace('7', 't');
    }
}
