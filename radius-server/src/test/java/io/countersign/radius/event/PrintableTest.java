package io.countersign.radius.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice           | alice
            CONTOSO\\alice  | CONTOSO\\alice
            Müller €        | Müller €
            """)
    void leavesPlainTextAsItIs(String text, String printed) {
        assertThat(Printable.of(text)).isEqualTo(printed);
    }

    @Test
    void leavesOutTheMiddleOfALongTextSinceWhatToDoStandsAtItsEnd() {
        var cut = Printable.cut("nobody is called " + "x".repeat(5_000) + "; do: countersign user add NAME");
        assertThat(cut).hasSize(501).startsWith("nobody is called x").endsWith("x; do: countersign user add NAME");
    }

    @Test
    void writesWhatCouldForgeALineAsItsNumber() {
        assertThat(Printable.of("a\r\n\u001b\u2028\u202e\u0085\ud800"))
                .isEqualTo("a\\u000D\\u000A\\u001B\\u2028\\u202E\\u0085\\uD800");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(Printable.of("x".repeat(1_000))).hasSize(129).endsWith("…");
    }
}
