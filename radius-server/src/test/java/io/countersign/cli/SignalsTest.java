package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class SignalsTest {
    @Test
    void aServerStartsWhereTheSystemDoesNotKnowASignalAsWindowsDoesNotKnowHup() {
        assertThatCode(() -> Signals.on("UNHEARD", () -> {})).doesNotThrowAnyException();
    }
}
