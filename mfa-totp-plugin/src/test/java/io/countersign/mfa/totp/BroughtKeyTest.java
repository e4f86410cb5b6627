package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Notation;
import io.countersign.mfa.EnrollmentRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BroughtKeyTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String K = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Pattern CHARACTER = Pattern.compile("\\\\u(\\p{XDigit}{4})");
    private static final TotpSettings PLAIN =
            new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 5);

    @ParameterizedTest
    @MethodSource("vectors")
    void isTakenAsItIsMeantOrRefusedWithAReason(String line) {
        int end = line.lastIndexOf('|');
        var how = line.substring(0, line.indexOf('|')).strip();
        var text = unescaped(line.substring(line.indexOf('|') + 1, end));
        var expected = line.substring(end + 1).strip();

        if (expected.startsWith("REFUSED ")) {
            assertThatExceptionOfType(EnrollmentRefused.class)
                    .isThrownBy(() -> read(how, text))
                    .withMessageContaining(expected.substring("REFUSED ".length()))
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(K));
        } else {
            var key = read(how, text).key();
            assertThat(key.algorithm() + " " + key.digits() + " " + key.period().toSeconds() + " "
                            + key.code(key.step(THEN)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aSecretAloneIsUsedAsTheSettingsSay() {
        var settings = new TotpSettings("Contoso", Algorithm.SHA256, 8, Duration.ofSeconds(60), 1, 5);

        assertThat(BroughtKey.read(brought("secret", K), settings).key().label())
                .isEqualTo("SHA256, 8 digits, 60 s");
        assertThat(BroughtKey.read(brought("secret", "otpauth://totp/a?secret=" + K), settings)
                        .key()
                        .label())
                .isEqualTo("SHA1, 6 digits, 30 s");
    }

    @ParameterizedTest
    @CsvSource({
        "Contoso:alice?issuer=Contoso, Contoso: alice",
        "Contoso%3Aalice?issuer=Contoso, Contoso: alice",
        "Contoso:%20alice?issuer=Contoso, Contoso: alice",
        "Contoso:alice?, Contoso: alice",
        "Contoso%3Aalice?, Contoso: alice",
        "Fabrikam:alice?issuer=Contoso, Contoso: alice",
        "My+Corp:alice?issuer=My+Corp, My Corp: alice",
        "Contoso%3A%20VPN:alice?issuer=Contoso%3A%20VPN, Contoso: VPN: alice",
        "Contoso:dave%3Ax?issuer=Contoso, Contoso: dave:x",
        "A%2BB%20100%25:eve%2Bvpn?issuer=A%2BB%20100%25, A+B 100%: eve+vpn",
        "Z\u00fcrich:alice?issuer=Z\u00fcrich, Z\u00fcrich: alice",
        "Contoso:CONTOSO%5Calice?issuer=Contoso, Contoso: CONTOSO\\alice",
        "Contoso/VPN:alice?issuer=Contoso%2FVPN, Contoso/VPN: alice",
        "alice?, alice"
    })
    void theUriSaysWhatItIsOf(String labelAndIssuer, String label) {
        assertThat(read("secret", "otpauth://totp/" + labelAndIssuer + "&secret=" + K)
                        .label())
                .contains(label);
    }

    @Test
    void nothingOfItIsPrinted() {
        var brought = brought("secret", "otpauth://totp/a?secret=" + K);

        assertThat(brought + " " + KeyUri.read(brought.text()) + " " + BroughtKey.read(brought, PLAIN))
                .doesNotContain(K);
    }

    static List<String> vectors() throws IOException {
        try (InputStream in = BroughtKeyTest.class.getResourceAsStream("/vectors/secrets.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static BroughtKey read(String how, String text) {
        return BroughtKey.read(brought(how, text), PLAIN);
    }

    private static BroughtSecret brought(String how, String text) {
        return switch (how) {
            case "secret" -> new BroughtSecret(text, Notation.AS_IT_LOOKS, false);
            case "short" -> new BroughtSecret(text, Notation.AS_IT_LOOKS, true);
            case "base32" -> new BroughtSecret(text, Notation.BASE32, false);
            case "hex" -> new BroughtSecret(text, Notation.HEX, false);
            default -> throw new AssertionError("no way of taking a secret: " + how);
        };
    }

    private static String unescaped(String text) {
        return CHARACTER
                .matcher(text.replace("\\n", "\n"))
                .replaceAll(number -> String.valueOf((char) Integer.parseInt(number.group(1), 16)))
                .replaceAll("\\bK\\b", K);
    }
}
