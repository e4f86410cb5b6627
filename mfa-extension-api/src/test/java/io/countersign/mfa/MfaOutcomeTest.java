package io.countersign.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MfaOutcomeTest {
    private static final MfaHandle HANDLE = new MfaHandle("h");

    @Test
    void reasonsHintsAndCausesAreCutAfterFiveHundredCharacters() {
        var long5m = "x".repeat(5_000_000);
        for (var text : List.of(
                MfaOutcome.Denied.notShown(long5m).reason(),
                new MfaOutcome.NotEnrolled(long5m).hint(),
                new MfaOutcome.Unavailable(long5m).cause())) {
            assertThat(text).isEqualTo("x".repeat(499) + "…");
        }
    }

    @Test
    void whatFitsIsKeptAsItIs() {
        var fits = "ä".repeat(500);

        assertThat(MfaOutcome.Denied.fault(fits).reason()).isEqualTo(fits);
        assertThat(MfaOutcome.Denied.byUser("").reason()).isEmpty();
    }

    @Test
    void noCharacterIsCutInTheMiddle() {
        var text = "x".repeat(498) + "😀😀";

        assertThat(MfaOutcome.Denied.notShown(text).reason()).isEqualTo("x".repeat(498) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ä", "€", "😀", "x😀", "€ä"})
    void promptsFitIntoAnAttribute(String pattern) {
        var whole = pattern.repeat(100_000);

        var prompt = new MfaOutcome.AnswerNeeded(Interaction.CODE, whole, HANDLE).prompt();

        int octets = prompt.getBytes(StandardCharsets.UTF_8).length;
        assertThat(octets).isBetween(250, 253);
        assertThat(whole).startsWith(prompt);
    }

    @Test
    void whatIsTypedDoesNotComeFromAnotherDevice() {
        assertThatThrownBy(() -> new MfaOutcome.AnswerNeeded(Interaction.OUT_OF_BAND, "Code?", HANDLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHandleThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> new MfaHandle("x".repeat(2_049))).isInstanceOf(IllegalArgumentException.class);
    }
}
