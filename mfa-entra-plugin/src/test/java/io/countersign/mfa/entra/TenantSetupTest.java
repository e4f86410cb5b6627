package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.MfaSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantSetupTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void makesCertificatesForThisMachineAndAScriptForTheTenant() throws Exception {
        var instructions = new TenantSetup().setUp(Map.of("tenant", "contoso.example"), folder, CLOCK);

        assertThat(instructions.made())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "entra-push.p12",
                        "entra-push.password",
                        "entra-push.cer",
                        "entra-graph.p12",
                        "entra-graph.password",
                        "entra-graph.cer",
                        "entra-setup.ps1");
        for (var secret : List.of("entra-push.p12", "entra-push.password", "entra-graph.p12", "entra-graph.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(secret))))
                    .isEqualTo("rw-------");
        }
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(7);
        }
        var password = Files.readString(folder.resolve("entra-push.password"));
        var certificate = CertificateFile.read("push.certificate", folder.resolve("entra-push.p12"), password);
        assertThat(certificate.own().getEncoded()).isEqualTo(Files.readAllBytes(folder.resolve("entra-push.cer")));
        assertThat(String.join("\n", instructions.steps()))
                .doesNotContain(password)
                .contains("certificate-password: ${file:entra-push.password}", "countersign doctor");
        assertThat(Files.readString(folder.resolve("entra-setup.ps1")))
                .doesNotContain(password)
                .contains("$tenant = 'contoso.example'", "981f26a1-7f43-403b-a875-f8b09b8cd720", "'entra-push.cer'")
                .doesNotContainPattern("@[A-Z]");
    }

    @Test
    void changesNoFileThatIsThere() throws IOException {
        var setup = new TenantSetup();
        setup.setUp(Map.of("tenant", "contoso.example"), folder, CLOCK);
        var before = Files.readAllBytes(folder.resolve("entra-push.p12"));

        assertThatThrownBy(() -> setup.setUp(Map.of("tenant", "contoso.example"), folder, CLOCK))
                .isInstanceOf(MfaSettingsException.class)
                .hasMessageContaining("--renew");
        var renewed = setup.setUp(Map.of("tenant", "contoso.example", "renew", "true", "days", "100"), folder, CLOCK);

        assertThat(Files.readAllBytes(folder.resolve("entra-push.p12"))).isEqualTo(before);
        assertThat(renewed.made())
                .extracting(file -> file.getFileName().toString())
                .contains("entra-push-2027-03-01.p12", "entra-setup-2027-03-01.ps1");
        assertThat(String.join("\n", renewed.steps())).contains("certificate: entra-push-2027-03-01.p12", "reload");
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, '', tenant",
        "tenant, '''; Remove-Item', tenant",
        "cloud, mars, cloud",
        "days, 0, days",
        "days, 4000, days",
        "days, many, days"
    })
    void refusesWhatCannotWork(String option, String value, String key) {
        var chosen = new HashMap<>(Map.of("tenant", "contoso.example"));
        chosen.put(option, value);

        assertThatThrownBy(() -> new TenantSetup().setUp(chosen, folder, CLOCK))
                .isInstanceOfSatisfying(
                        MfaSettingsException.class,
                        refused -> assertThat(refused.key()).isEqualTo(key));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void eachCloudHasItsEnvironment() throws IOException {
        new TenantSetup().setUp(Map.of("tenant", "contoso.example", "cloud", "us-government"), folder, CLOCK);

        assertThat(Files.readString(folder.resolve("entra-setup.ps1"))).contains("-Environment USGov");
    }
}
