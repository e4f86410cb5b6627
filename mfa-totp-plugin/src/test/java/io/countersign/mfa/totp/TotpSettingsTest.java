package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.mfa.MfaProviderFactory;
import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpSettingsTest {
    @Test
    void theServiceLoaderFindsTheFactory() {
        assertThat(ServiceLoader.load(MfaProviderFactory.class))
                .extracting(MfaProviderFactory::name)
                .containsExactly("totp");
    }

    @Test
    void anEmptyBlockIsWhatEveryAppUnderstands() {
        assertThat(read(Map.of()))
                .isEqualTo(new TotpSettings("Countersign", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 5));
    }

    @Test
    void readsEveryKey() {
        var settings = Map.of(
                "issuer",
                "Contoso",
                "algorithm",
                "sha-512",
                "digits",
                "8",
                "period",
                "PT60S",
                "window",
                "0",
                "lock-after",
                "100");

        assertThat(read(settings))
                .isEqualTo(new TotpSettings("Contoso", Algorithm.SHA512, 8, Duration.ofMinutes(1), 0, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, '  '",
        "issuer, 'Contoso: VPN'",
        "issuer, 'Contoso\nEvil'",
        "issuer, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
        "algorithm, ''",
        "algorithm, MD5",
        "digits, 7",
        "period, PT4.999S",
        "period, PT30.5S",
        "period, PT121S",
        "period, PT-30S"
    })
    void refusesWhatCannotWorkAndNamesTheKey(String key, String value) {
        assertThatExceptionOfType(MfaSettingsException.class)
                .isThrownBy(() -> read(Map.of(key, value)))
                .satisfies(refused -> assertThat(refused.key()).isEqualTo(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contoso & S\u00f6hne",
                "A+B 100%",
                "x/y?z#q",
                "\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc\u00dc"
            })
    void takesEveryOtherIssuer(String issuer) {
        assertThat(read(Map.of("issuer", issuer)).issuer()).isEqualTo(issuer);
    }

    @ParameterizedTest
    @CsvSource({
        "digits, 5, 6",
        "digits, 9, 6",
        "window, 11, 1",
        "window, -1, 1",
        "lock-after, 0, 5",
        "lock-after, 101, 5"
    })
    void leavesNumbersOutOfRangeToTheServer(String key, String value, int fallback) {
        var read = read(Map.of(key, value));

        assertThat(Map.of("digits", read.digits(), "window", read.window(), "lock-after", read.lockAfter()))
                .containsEntry(key, fallback);
    }

    private static TotpSettings read(Map<String, String> values) {
        return TotpSettings.read(new MapSettings(values));
    }

    /** Answers as the server does: a number out of range as absent. */
    private record MapSettings(Map<String, String> values) implements MfaSettings {
        @Override
        public Optional<String> text(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Integer> number(String key, int least, int most) {
            return text(key).map(Integer::valueOf).filter(number -> number >= least && number <= most);
        }

        @Override
        public Optional<Boolean> flag(String key) {
            return text(key).map(Boolean::valueOf);
        }

        @Override
        public Optional<Duration> duration(String key) {
            return text(key).map(Duration::parse);
        }

        @Override
        public Optional<Path> file(String key) {
            return text(key).map(Path::of);
        }

        @Override
        public List<String> texts(String key) {
            return text(key).stream().toList();
        }

        @Override
        public MfaSettings section(String key) {
            return new MapSettings(Map.of());
        }

        @Override
        public Set<String> keys() {
            return values.keySet();
        }
    }
}
