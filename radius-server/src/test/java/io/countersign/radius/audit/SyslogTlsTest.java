package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogTlsTest {
    @TempDir
    Path folder;

    @Test
    void readsKeysOfEachUsualKindAndTellsWhenTheirCertificatesEnd() throws Exception {
        var now = InstantSource.system().instant();
        for (var kind : List.of("RSA", "EC", "Ed25519")) {
            var own = Certificates.make(folder, "own-" + kind, kind, 20);

            var tls = SyslogTls.read(tls(own.certificate(), own.certificate(), own.key()));

            assertThat(tls.certificates()).extracting(KnownCertificate::name).containsExactly("ca", "certificate");
            assertThat(tls.certificates().getFirst().until())
                    .isBetween(now.plusSeconds(19 * 86_400), now.plusSeconds(21 * 86_400));
        }
    }

    @Test
    void numbersTheCertificatesOfAFile() throws Exception {
        var one = Certificates.make(folder, "one", "EC", 20);
        var other = Certificates.make(folder, "other", "EC", 20);
        var both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(one.certificate()) + Files.readString(other.certificate()));

        assertThat(SyslogTls.read(new SyslogSettings.Tls(Optional.of(both), Optional.empty()))
                        .certificates())
                .extracting(KnownCertificate::name)
                .containsExactly("ca 1", "ca 2");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        for (var kind : List.of("RSA", "EC", "Ed25519")) {
            var own = Certificates.make(folder, "own-" + kind, kind, 20);
            var other = Certificates.make(folder, "other-" + kind, kind, 20);

            assertThatThrownBy(() -> SyslogTls.read(tls(own.certificate(), own.certificate(), other.key())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "the key in " + other.key() + " is not that of the certificate in " + own.certificate());
        }
        var rsa = Certificates.make(folder, "rsa", "RSA", 20);
        var ec = Certificates.make(folder, "ec", "EC", 20);
        assertThatThrownBy(() -> SyslogTls.read(tls(rsa.certificate(), rsa.certificate(), ec.key())))
                .hasMessageContaining("of the kind RSA");
    }

    @Test
    void tellsAllFaultsAtOnceAndNothingOfAKey() throws Exception {
        var own = Certificates.make(folder, "own", "EC", 20);
        var missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> SyslogTls.read(tls(missing, own.key(), own.certificate())))
                .isInstanceOf(IOException.class)
                .satisfies(fault -> assertThat(fault.getMessage().lines())
                        .satisfiesExactly(
                                line -> assertThat(line).isEqualTo("audit: syslog: there is no file " + missing),
                                line -> assertThat(line).contains(own.key() + " holds no certificate"),
                                line -> assertThat(line)
                                        .contains(own.certificate() + " holds no private key", "openssl pkcs8")))
                .message()
                .doesNotContain(Files.readString(own.key()).lines().toList().get(1));
    }

    private static SyslogSettings.Tls tls(Path authorities, Path certificate, Path key) {
        return new SyslogSettings.Tls(Optional.of(authorities), Optional.of(new SyslogSettings.Own(certificate, key)));
    }
}
