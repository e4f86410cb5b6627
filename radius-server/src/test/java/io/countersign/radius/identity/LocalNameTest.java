package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "alice@example.com", "VPN Users", "Zoë", "*)(uid=*", "O'Brien"})
    void takesOrdinaryNames(String name) {
        assertThat(LocalName.problemWith(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', at least one character",
        "CONTOSO\\alice, backslash",
        "' alice', space",
        "'alice ', space",
        "'al\u0000ice', control",
        "'al\nice', control",
        "'al\u202eice', invisible",
        "'al\ud800ice', invisible",
    })
    void tellsWhatIsWrong(String name, String problem) {
        assertThat(LocalName.problemWith(name)).get().asString().contains(problem);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalName(name))
                .withMessageContaining(problem);
    }

    @Test
    void counts64CharactersAndNotTheirUtf16Units() {
        assertThat(LocalName.problemWith("𝕏".repeat(64))).isEmpty();
        assertThat(LocalName.problemWith("a".repeat(65))).get().asString().contains("64");
    }

    @Test
    void foldsCase() {
        assertThat(LocalName.folded("ALICE")).isEqualTo(LocalName.folded("alIce"));
    }

    @Test
    void keepsComposedWhatWasTypedDecomposed() {
        assertThat(new LocalName("ju\u0308rgen").text()).isEqualTo("j\u00fcrgen");
    }
}
