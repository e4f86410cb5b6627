package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedSecretTextTest {
    private static final String TEXT = "Loopback-Secret-vpn-01";
    private static final SharedSecretText TAKEN = new SharedSecretText.Taken(Secret.ofText(TEXT));

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "%s\r\n", "%s\n\n", "%s\r\n\r\n", "\uFEFF%s", "\uFEFF%s\r\n"})
    void leavesOutWhatAnEditorAdds(String written) {
        assertThat(SharedSecretText.ofFile(written.replace("%s", TEXT).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TAKEN);
    }

    @Test
    void readsUtf16WithItsMark() {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(SharedSecretText.ofFile(("\uFEFF" + TEXT + "\r\n").getBytes(charset)))
                    .isEqualTo(TAKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b\"c'd", "\"", "\"a'", "'a", ""})
    void keepsBlanksAndQuotesWithin(String written) {
        assertThat(SharedSecretText.of(written)).isEqualTo(new SharedSecretText.Taken(Secret.ofText(written)));
    }

    @Test
    void refusesWhatCannotBeMeantAndSaysWhy() {
        Map.of(
                        TEXT + " ",
                        "begins or ends with a blank",
                        " " + TEXT,
                        "begins or ends with a blank",
                        TEXT + "\u00a0",
                        "begins or ends with a blank",
                        '"' + TEXT + '"',
                        "stands in quotes",
                        "'" + TEXT + "'",
                        "stands in quotes",
                        TEXT + "\nanother",
                        "more than one line",
                        TEXT + "\ta",
                        "control characters",
                        "s\0e\0c\0r\0e\0t\0",
                        "NUL characters",
                        "S\u00e9cret-vpn-01",
                        "beyond ASCII")
                .forEach((written, why) -> assertThat(refusal(written.getBytes(StandardCharsets.UTF_8)))
                        .as(written)
                        .contains(why));
    }

    @Test
    void refusesWhatIsNoText() {
        assertThat(refusal("S\u00e9cret-vpn-01".getBytes(StandardCharsets.ISO_8859_1)))
                .contains("neither UTF-8 nor UTF-16");
    }

    private static String refusal(byte[] file) {
        return SharedSecretText.ofFile(file) instanceof SharedSecretText.Refused refused ? refused.what() : "taken";
    }
}
