package io.countersign.policy;

import static io.countersign.policy.NpsPattern.Search.FOUND;
import static io.countersign.policy.NpsPattern.Search.NOT_FOUND;
import static io.countersign.policy.NpsPattern.Search.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpsPatternTest {
    private static final List<String> ATOMS = List.of(
            "a",
            "B",
            "c",
            "é",
            "i",
            "\u0131",
            "s",
            "K",
            "1",
            "-",
            "\\.",
            ".",
            "\\d",
            "\\w",
            "\\W",
            "\\s",
            "\\S",
            "\\D",
            "[ab]",
            "[^a]",
            "[a-c1]",
            "[^i-k\\s]",
            "[\\S]",
            "[\\-_.]",
            "\\t");
    private static final List<String> REPEATS =
            List.of("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}");
    private static final List<String> TEXTS = List.of(
            "a", "A", "b", "C", "É", "I", "i", "\u0130", "\u0131", "\u017F", "S", "k", "\u212A", "1", "-", ".", " ",
            "\n", "\t", "\u000B", "_", "😀");

    @Test
    void findsWhatIsComposedInWhatIsDecomposedAndTheOtherWayRound() {
        for (var pattern : List.of("^m\u00fcller$", "^mu\u0308ller$", "^M\u00dc.ler$", "^m[\u00fcu]ller$")) {
            assertThat(NpsPattern.of(pattern).search("m\u00fcller")).isEqualTo(FOUND);
            assertThat(NpsPattern.of(pattern).search("mu\u0308ller")).isEqualTo(FOUND);
        }
        assertThat(NpsPattern.of("^muller$").search("mu\u0308ller")).isEqualTo(NOT_FOUND);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void findsWhatNpsFinds(String line) {
        List<String> fields = List.of(line.split("\t+"));
        assertThat(NpsPattern.of(fields.get(0)).search(fields.get(1)))
                .isEqualTo(fields.get(2).equals("found") ? FOUND : NOT_FOUND);
    }

    static List<String> lines() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/patterns.txt"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        }
    }

    @Test
    void doesNotLetALineEndFollowTheEnd() {
        assertThat(NpsPattern.of("^alice$").search("alice\n")).isEqualTo(NOT_FOUND);
        assertThat(NpsPattern.of("^alice$").search("mallory\nalice")).isEqualTo(NOT_FOUND);
        assertThat(NpsPattern.of("a\\vb").search("a\u000Bb")).isEqualTo(FOUND);
    }

    @Test
    void findsControlCharactersByTheirLettersAndNumbers() {
        String controls = "\f\n\r\t\u000B";
        assertThat(NpsPattern.of("^\\f\\n\\r\\t\\v$").search(controls)).isEqualTo(FOUND);
        assertThat(NpsPattern.of("^/12//10//0x0d//011//0x0B/$").search(controls))
                .isEqualTo(FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(a|aa|x)+$|(x*)*y", "(x*)*(x*)*(x*)*y"})
    void answersHoweverManyWaysThereAreToMatch(String pattern) {
        String searched = "x".repeat(NpsPattern.MAX_SEARCHED - 1) + "!";
        assertThat(NpsPattern.of(pattern).search(searched)).isEqualTo(NOT_FOUND);
    }

    /** Each n doubles the ways to match nothing at all at the end of a text; trying them one by one would take days. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void answersHoweverManyWaysThereAreToMatchNothing() {
        NpsPattern pattern = NpsPattern.of("^(a?)*" + "(b?|c?)".repeat(60) + "\\d$");
        assertThat(pattern.search("")).isEqualTo(NOT_FOUND);
        assertThat(pattern.search("7")).isEqualTo(FOUND);
    }

    @Test
    void doesNotSearchATextThatIsTooLong() {
        assertThat(NpsPattern.of("x").search("x".repeat(NpsPattern.MAX_SEARCHED + 1)))
                .isEqualTo(TOO_LONG);
        assertThat(NpsPattern.of("x").search("x".repeat(NpsPattern.MAX_SEARCHED)))
                .isEqualTo(FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a{255}){255}", "((((a{9}){9}){9}){9}){9}", "(a|b|[c-x]){255}(yz){255}(z{8}){255}"})
    void refusesWhatIsTooLongOnceItIsWrittenOut(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpsPattern.of(pattern))
                .withMessageContaining("longer than 2048 characters when its repetitions are written out; ");
    }

    @Test
    void refusesTheTextOfAGroupAgain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpsPattern.of("^(a)b\\1$"))
                .withMessageContaining("cannot be searched in a bounded time; write what the group may be once more");
    }

    /**
     * The JDK's engine is the oracle, for what both write alike. Groups in groups are searched only: which way is taken through those that
     * may be empty is nobody's to say.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\u0390", "\u03B0", "\u01F0", "\u1E96", "\u1E97", "\u1E98", "\u1E99"})
    void findsALetterThatIsComposedAsASmallOneAlone(String small) {
        String capital = Normalizer.normalize(small, Normalizer.Form.NFD).toUpperCase(Locale.ROOT);
        assertThat(CaseFolding.same(small, capital)).isTrue();
        assertThat(NpsPattern.of("^" + small + "$").search(capital)).isEqualTo(FOUND);
    }

    private static boolean isWithinACharacter(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }

    /** The examples of NPS's documentation, and what else a replacement may say. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            @microsoft\\.com ~ ``                     ~ alice@microsoft.com    ~ alice
            (.*)@(.*)       ~ $2\\$1                  ~ alice@contoso          ~ contoso\\alice
            (.*)\\\\(.*)      ~ specific_domain\\$2     ~ contoso\\alice         ~ specific_domain\\alice
            $               ~ @specific_domain       ~ alice                  ~ alice@specific_domain
            (.*)@(.*)       ~ $2\\\\$1                 ~ alice@contoso          ~ contoso\\alice
            ^a              ~ \\                      ~ alice                  ~ \\lice
            (a)(x)?         ~ [$1$2]                 ~ alice                  ~ [a]lice
            a               ~ $$                     ~ alice                  ~ $lice
            a               ~ $$1                    ~ alice                  ~ $1lice
            a               ~ b                      ~ banana                 ~ bbnana
            x               ~ b                      ~ alice                  ~ alice
            ALICE           ~ bob                    ~ alice                  ~ bob
            """)
    void replacesAsNpsDoes(String find, String replace, String text, String expected) {
        assertThat(new AttributeRewrite(NpsPattern.of(find), replace).apply(text))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2", "$0", "$", "a$", "$x", "\\$2", "$$$"})
    void refusesAReplacementWithAGroupThatThereIsNot(String replace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttributeRewrite(NpsPattern.of("(a)"), replace))
                .withMessageContaining("names a group that \"(a)\" does not have; write $1 to $9");
    }

    @Test
    void replacesNothingInATextThatIsTooLong() {
        assertThat(new AttributeRewrite(NpsPattern.of("x"), "y").apply("x".repeat(NpsPattern.MAX_SEARCHED + 1)))
                .isEmpty();
    }

    @Test
    void findsTheSameAsTheJdk() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int depth = i % 4;
            String nps = "(" + randomPattern(random, depth) + ")";
            String jdk = nps.replace("$", "\\z");
            String searched = CaseFolding.composed(randomText(random));
            Pattern theirs = Pattern.compile(jdk, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNIX_LINES);
            Matcher expected = theirs.matcher(searched);
            boolean found = expected.find();
            if (found && isWithinACharacter(searched, expected.start())) {
                continue; // the JDK looks for boundaries of words there too
            }
            if (CaseFolding.folded(searched).length() != searched.length()) {
                continue; // ours is searched in the small form too, which has characters of its own
            }
            assertThat(NpsPattern.of(nps).search(searched))
                    .as("%s in \"%s\"", nps, searched)
                    .isEqualTo(found ? FOUND : NOT_FOUND);
            if (depth == 0) {
                assertThat(NpsPattern.of(nps).replaceFirst(searched, "<$1>"))
                        .as("%s in \"%s\"", nps, searched)
                        .contains(found ? expected.replaceFirst("<$1>") : searched);
            }
        }
    }

    /** Every letter of the basic plane, beside each of the forms that the JDK takes for the same letter. */
    @Test
    void takesTheSameLettersForAlikeAsTheJdk() {
        List<String> differences = new ArrayList<>();
        for (int letter = 0; letter <= Character.MAX_VALUE; letter++) {
            int folded = Character.toLowerCase(Character.toUpperCase(letter));
            if (folded != letter && !Character.isSurrogate((char) letter)) {
                String alike = Character.toString(folded);
                boolean found = NpsPattern.of(Character.toString(letter)).search(alike) == FOUND
                        && NpsPattern.of(alike).search(Character.toString(letter)) == FOUND;
                if (!found) {
                    differences.add(Character.getName(letter));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String randomPattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            boolean group = depth > 0 && random.nextInt(4) == 0;
            pattern.append(group ? "(" + randomPattern(random, depth - 1) + ")" : one(random, ATOMS))
                    .append(one(random, REPEATS));
            pattern.append(random.nextInt(6) == 0 ? one(random, List.of("|", "^", "$", "\\b", "\\B")) : "");
        }
        return pattern.toString();
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(one(random, TEXTS));
        }
        return text.toString();
    }

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "*", "a**", "a++", "a*+", "(?i)a", "(?=a)", "(a", "a)", "[a", "[]", "[^]", "a{", "a{x}", "a{5,2}",
                "a{256}", "a\\", "\\q", "\\Qa\\E", "\\p{L}", "[\\q]", "/256/", "/089/", "[z-a]", "|*"
            })
    void refusesWhatNpsDoesNotKnow(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpsPattern.of(pattern))
                .withMessageContaining("; ");
    }
}
