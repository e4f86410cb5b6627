package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String NEW = "1\n00c0ffee|" + SEED + "|SHA1|6|30|1772452800||-1|0|0|open";
    private static final String USED =
            "1\n00c0ffee|" + SEED + "|SHA512|8|60|1772452800|1772456400|29540940|-10|3|locked";

    @ParameterizedTest
    @ValueSource(strings = {"1", NEW, USED, NEW + "\nff|" + SEED + "|SHA256|6|30|1772452801||-1|0|1|open"})
    void whatWasReadIsWrittenTheSame(String text) {
        assertThat(TokenText.write(TokenText.read(text))).isEqualTo(text);
    }

    @Test
    void readsEveryField() {
        var token = TokenText.read(USED).getFirst();

        assertThat(token)
                .usingRecursiveComparison()
                .isEqualTo(new Token(
                        "00c0ffee",
                        new CodeKey(Seed.kept(SEED), Algorithm.SHA512, 8, Duration.ofMinutes(1)),
                        Instant.parse("2026-03-02T12:00:00Z"),
                        Optional.of(Instant.parse("2026-03-02T13:00:00Z")),
                        29_540_940,
                        -10,
                        new Guesses(3, true)));
    }

    @Test
    void whateverIsNotSaidToBeOpenIsLocked() {
        assertThat(TokenText.read(NEW)).extracting(Token::locked).isEqualTo(List.of(false));
        assertThat(TokenText.read(NEW.replace("|open", "|")))
                .extracting(Token::locked)
                .isEqualTo(List.of(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2\n", "1\n", "1\na|b", NEW + "|more", NEW + "\n"})
    void refusesAnotherVersionAndDamageWithoutTellingTheText(String text) {
        assertThatIllegalStateException()
                .isThrownBy(() -> TokenText.read(text))
                .withMessageStartingWith("the record of one-time codes is ")
                .withMessageNotContaining(SEED);
    }
}
