package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TenantExaminationTest {
    @TempDir
    Path folder;

    private SimulatedTenant tenant;

    @BeforeEach
    void start() throws IOException {
        tenant = new SimulatedTenant(folder);
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void everythingIsGoodAndNobodyIsPrompted() throws IOException {
        var findings = tenant.provider().examine(Optional.of(SimulatedTenant.user("alice")));

        assertThat(findings).extracting(MfaFinding::level).containsOnly(Level.GOOD);
        assertThat(findings)
                .extracting(MfaFinding::subject)
                .containsExactly(
                        "push certificate",
                        "graph certificate",
                        "login",
                        "clock",
                        "push service",
                        "Graph",
                        "push token",
                        "Graph token",
                        "push service principal",
                        "account",
                        "methods");
        assertThat(tenant.prompts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "300, GOOD, is good for 99 days",
        "345, WARNING, ends in 54 days",
        "375, WARNING, renew it this week",
        "394, WARNING, renew it today",
        "401, FAULT, has ended",
        "-3, FAULT, is valid only from"
    })
    void tellsHowLongCertificatesAreGood(int daysLater, Level level, String told) throws IOException {
        var provider = tenant.provider();
        tenant.host().forward(Duration.ofDays(daysLater));

        var finding = provider.examine(Optional.empty()).getFirst();

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.text()).contains(told);
    }

    @Test
    void warnsInTheLogOnceADayWhileACertificateEnds() throws Exception {
        tenant.phone("* deny");
        var provider = tenant.provider();
        tenant.host().forward(Duration.ofDays(350));
        provider.begin(tenant.gateway("alice"));
        provider.begin(tenant.gateway("bob"));
        assertThat(warnings()).hasSize(2);

        tenant.host().forward(Duration.ofDays(1));
        provider.begin(tenant.gateway("alice"));
        assertThat(warnings()).hasSize(4);
    }

    @Test
    void tellsThatTheClockIsWrong() throws IOException {
        var provider = tenant.provider();
        tenant.host().forward(Duration.ofMinutes(10));

        assertThat(fault(provider.examine(Optional.empty()), "clock")).contains("run NTP");
    }

    @Test
    void tellsWhatCannotBeReached() throws IOException {
        var provider = tenant.provider(tenant.settings().with("push.host", "https://127.0.0.1:1"));

        assertThat(fault(provider.examine(Optional.empty()), "push service")).contains("cannot be reached");
    }

    @Test
    void tellsWhyThereIsNoToken() throws IOException {
        tenant.restart(
                SimulatedTenant.resource("tenant.yaml").replace("certificates: [entra-push.cer]", "certificates: []"));

        assertThat(fault(tenant.provider().examine(Optional.empty()), "push token"))
                .contains("AADSTS700027");
    }

    @Test
    void tellsThatTheServicePrincipalIsDisabledMissingOrNotShown() throws IOException {
        var text = SimulatedTenant.resource("tenant.yaml");
        tenant.restart(text.replace(
                "name: Azure Multi-Factor Auth Client", "name: Azure Multi-Factor Auth Client\n    enabled: false"));
        assertThat(fault(tenant.provider().examine(Optional.empty()), "push service principal"))
                .contains("Enabled for users to sign-in");

        tenant.restart(text.replace("client-id: 981f26a1", "client-id: 00000000"));
        assertThat(fault(tenant.provider().examine(Optional.empty()), "push service principal"))
                .contains("does not exist");

        tenant.restart(text.replace(", Application.Read.All", ""));
        assertThat(tenant.provider().examine(Optional.empty())).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("push service principal");
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.text()).contains("Application.Read.All");
        });
    }

    @Test
    void tellsWhyAUserCouldNotLogIn() throws IOException {
        assertThat(fault(tenant.provider().examine(Optional.of(SimulatedTenant.user("frank"))), "account"))
                .contains("disabled in Entra");
    }

    private List<String> warnings() {
        return tenant.host().logged().stream()
                .filter(line -> line.contains("certificate"))
                .toList();
    }

    private static String fault(List<MfaFinding> findings, String subject) {
        var found = findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
        assertThat(found.level()).as(found.text()).isEqualTo(Level.FAULT);
        return found.text();
    }
}
