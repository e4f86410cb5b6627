package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaCertificate;
import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        var findings = tenant.provider(tenant.settings().with("push.methods", "push,code"))
                .examine(Optional.of(SimulatedTenant.user("alice")));

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
                        "methods",
                        "registered methods");
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

    @Test
    void saysThatWhatAsksByPhoneWillEnd() throws IOException {
        var provider = tenant.provider(tenant.settings().with("push.methods", "push,call"));
        assertThat(warning(provider.examine(Optional.empty()), "phones"))
                .startsWith("push.methods has call, and Microsoft ends its own SMS and voice on 2027-02-01")
                .contains("https://aka.ms/mfasetup", "passkey");
        assertThat(provider.cautions()).hasSize(1);

        assertThat(tenant.provider().cautions()).as("nobody asked for calls").isEmpty();
        var appAlone = tenant.provider(tenant.settings().with("push.methods", "push,code"));
        assertThat(appAlone.cautions()).isEmpty();
        var elsewhere = tenant.provider(
                tenant.settings().with("push.methods", "push,call").with("cloud", "us-government"));
        assertThat(elsewhere.cautions()).isEmpty();
    }

    @Test
    void tellsWhenItsCertificatesEndWithoutAskingAnybody() throws IOException {
        var certificates = tenant.provider().certificates();

        assertThat(certificates)
                .extracting(MfaCertificate::name)
                .containsExactly("push certificate", "graph certificate");
        assertThat(certificates)
                .allMatch(known ->
                        known.until().isAfter(tenant.host().clock().instant().plus(Duration.ofDays(1))));
    }

    @Test
    void saysOnceItIsOverThatItHasEnded() throws IOException {
        var provider = tenant.provider(tenant.settings().with("push.methods", "call"));
        tenant.host().forward(Duration.between(tenant.host().clock().instant(), Instant.parse("2027-02-01T00:00:00Z")));

        assertThat(provider.cautions()).singleElement().asString().contains("has ended its own SMS and voice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice | GOOD    | microsoftAuthenticatorPush, softwareOneTimePasscode
            bob   | GOOD    | microsoftAuthenticatorPush, mobilePhone
            carol | WARNING | mobilePhone: a phone alone, and Microsoft ends its own SMS and voice on 2027-02-01
            erin  | WARNING | mobilePhone: a phone alone
            dave  | WARNING | passKeyDeviceBound: nothing that works over RADIUS
            """)
    void warnsOfAUserWhoHasAPhoneAlone(String user, Level level, String told) throws IOException {
        var findings = tenant.provider().examine(Optional.of(SimulatedTenant.user(user)));

        assertThat(of(findings, "registered methods")).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.text()).startsWith(told);
        });
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void saysWhichPermissionShowsWhatAUserHasRegistered() throws IOException {
        tenant.restart(SimulatedTenant.resource("tenant.yaml").replace(", AuditLog.Read.All", ""));

        assertThat(warning(tenant.provider().examine(Optional.of(SimulatedTenant.user("alice"))), "registered methods"))
                .contains("not checked", "AuditLog.Read.All");
    }

    private static String warning(List<MfaFinding> findings, String subject) {
        assertThat(of(findings, subject).level()).isEqualTo(Level.WARNING);
        return of(findings, subject).text();
    }

    private static MfaFinding of(List<MfaFinding> findings, String subject) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
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
