package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {
    @ParameterizedTest
    @CsvSource({"f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void rfc4648Section10(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
        assertThat(Base32.decode(encoded)).contains(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsWhatPeopleType() {
        assertThat(Base32.decode("mzxw6ytboi======")).contains("foobar".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M0", "MZ1", "M", "MZXW6Y!B", "M=Z"})
    void refusesWhatIsNotBase32(String text) {
        assertThat(Base32.decode(text)).isEmpty();
    }

    @Test
    void decodingWhatWasEncodedIsTheIdentity() {
        var random = new Random(7);
        for (int length = 0; length < 70; length++) {
            var octets = new byte[length];
            random.nextBytes(octets);
            assertThat(Base32.decode(Base32.encode(octets))).contains(octets);
        }
    }
}
