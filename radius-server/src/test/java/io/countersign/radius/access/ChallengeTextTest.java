package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Enter the code | \"Enter the code: \"",
                "Enter the code: | \"Enter the code: \"",
                "\"Enter the code:  \" | \"Enter the code: \"",
                "Code? | \"Code? \"",
                "\"\" | \": \""
            })
    void endsSoThatACodeCanBeTypedBehindIt(String prompt, String shown) {
        assertThat(ChallengeText.of(prompt)).isEqualTo(shown);
    }

    @Test
    void fitsOneAttributeWithoutCuttingACharacter() {
        for (var character : new String[] {"x", "ü", "€", "🔑"}) {
            var text = ChallengeText.of(character.repeat(253));

            assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 253);
            assertThat(text).endsWith(": ").doesNotContain("\ufffd").matches("(" + character + ")+: ");
        }
    }
}
