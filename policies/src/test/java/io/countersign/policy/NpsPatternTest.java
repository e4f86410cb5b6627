package io.countersign.policy;

import static io.countersign.policy.NpsPattern.Search.FOUND;
import static io.countersign.policy.NpsPattern.Search.GAVE_UP;
import static io.countersign.policy.NpsPattern.Search.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpsPatternTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(a|aa|x)+$|(x*)*y", "(x*)*(x*)*(x*)*y"})
    void givesUpRatherThanSearchForEver(String pattern) {
        assertThat(NpsPattern.of(pattern).search("x".repeat(253) + "!")).isEqualTo(GAVE_UP);
    }

    @Test
    void givesUpOnATextThatIsTooLong() {
        assertThat(NpsPattern.of("x").search("x".repeat(NpsPattern.MAX_SEARCHED + 1)))
                .isEqualTo(GAVE_UP);
        assertThat(NpsPattern.of("x").search("x".repeat(NpsPattern.MAX_SEARCHED)))
                .isEqualTo(FOUND);
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
