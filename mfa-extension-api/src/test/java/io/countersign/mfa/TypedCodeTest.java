package io.countersign.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypedCodeTest {
    private static final Pattern CHARACTER = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadAsItWasMeant(String line) {
        int end = line.lastIndexOf('|');
        var typed = CHARACTER
                .matcher(line.substring(1, end))
                .replaceAll(number -> String.valueOf((char) Integer.parseInt(number.group(1), 16)));
        var code = line.substring(end + 1).strip();

        assertThat(new MfaEvent.Answer(typed).code())
                .isEqualTo(code.equals("NONE") ? Optional.empty() : Optional.of(code));
    }

    @Test
    void anAnswerIsNeverPrinted() {
        assertThat(new MfaEvent.Answer("123456")).hasToString("Answer[redacted]");
    }

    static List<String> vectors() throws IOException {
        try (InputStream in = TypedCodeTest.class.getResourceAsStream("/vectors/typed-codes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("|"))
                    .toList();
        }
    }
}
