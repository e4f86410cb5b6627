package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HotpTest {
    private static final String DIGITS = "1234567890".repeat(7);

    @ParameterizedTest
    @MethodSource("rfc4226")
    void rfc4226AppendixD(String line) {
        var fields = line.split(" ", -1);
        assertThat(Hotp.code(seed(20), Algorithm.SHA1, Long.parseLong(fields[0]), 6))
                .isEqualTo(fields[1]);
    }

    @ParameterizedTest
    @MethodSource("rfc6238")
    void rfc6238AppendixB(String line) {
        var fields = line.split(" ", -1);
        var algorithm = Algorithm.valueOf(fields[2]);
        int octets = switch (algorithm) {
            case SHA1 -> 20;
            case SHA256 -> 32;
            case SHA512 -> 64;
        };
        assertThat(Hotp.code(seed(octets), algorithm, Long.parseLong(fields[0]) / 30, 8))
                .isEqualTo(fields[1]);
    }

    static Stream<String> rfc4226() throws IOException {
        return lines("/vectors/hotp.txt");
    }

    static Stream<String> rfc6238() throws IOException {
        return lines("/vectors/totp.txt");
    }

    private static Seed seed(int octets) {
        return Seed.kept(Base32.encode(DIGITS.substring(0, octets).getBytes(StandardCharsets.US_ASCII)));
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream in = HotpTest.class.getResourceAsStream(resource)) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream().filter(line -> !line.startsWith("#") && !line.isBlank());
        }
    }
}
