package io.countersign.mfa.entra;

import static io.countersign.mfa.entra.SimulatedTenant.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens: how they are got, kept and replaced, and what an administrator is told when there is none. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenTest {
    @TempDir
    Path folder;

    private SimulatedTenant tenant;

    @BeforeEach
    void start() throws IOException {
        tenant = new SimulatedTenant(folder);
        tenant.phone("* approve");
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void secretsDoAsWellAsCertificates() throws Exception {
        var settings = tenant.settings()
                .without("push.certificate")
                .without("push.certificate-password")
                .with("push.secret", SimulatedTenant.PUSH_SECRET)
                .without("graph.certificate")
                .without("graph.certificate-password")
                .with("graph.secret", "marker-secret-graph-2d07");

        assertThat(tenant.provider(settings).begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aTokenIsKeptAndReplacedBeforeItsEnd() throws Exception {
        var provider = tenant.provider();
        provider.begin(tenant.gateway("alice"));
        provider.begin(tenant.gateway("bob"));
        assertThat(tenant.requests("login POST", 200)).isEqualTo(2);

        tenant.host().forward(Duration.ofMinutes(59));
        provider.begin(tenant.gateway("bob"));
        assertThat(tenant.requests("login POST", 200)).isEqualTo(4);
    }

    /** What is changed in the tenant, and what must be said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenant: 8f2b7c1e                          | tenant: 00000000                                 | AADSTS90002: there is no such tenant
            client-id: 5a1f0c9e                       | client-id: 00000000                              | AADSTS700016: the application is unknown
            certificates: [entra-graph.cer]           | certificates: []                                 | AADSTS700027: Entra does not know this certificate
            name: Countersign                         | {name: Countersign, enabled: false}              | AADSTS7000112: the application is disabled
            """)
    void tellsInPlainWordsWhyGraphsTokenIsRefused(String from, String to, String told) throws Exception {
        var changed = to.startsWith("{") ? "name: Countersign\n    enabled: false" : to;
        tenant.restart(SimulatedTenant.resource("tenant.yaml").replace(from, changed));

        assertUnavailable(tenant.provider().begin(tenant.gateway("alice")), told);
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void tellsThatTheServiceIsDisabledInTheTenant() throws Exception {
        tenant.restart(SimulatedTenant.resource("tenant.yaml").replace("users:", "connector-enabled: false\nusers:"));

        assertUnavailable(tenant.provider().begin(tenant.gateway("alice")), "AADSTS500014");
    }

    @Test
    void tellsThatASecretIsWrongOrOver() throws Exception {
        var wrong = tenant.settings()
                .without("push.certificate")
                .without("push.certificate-password")
                .with("push.secret", "wrong");
        assertUnavailable(
                tenant.provider(wrong).begin(tenant.gateway("alice")), "write the secret's value, not its id");

        tenant.restart(SimulatedTenant.resource("tenant.yaml")
                .replace(
                        "secret: marker-secret-push-91c2",
                        "secret: marker-secret-push-91c2\n    secret-expires: '2020-01-01T00:00:00Z'"));
        var over = tenant.settings()
                .without("push.certificate")
                .without("push.certificate-password")
                .with("push.secret", SimulatedTenant.PUSH_SECRET);
        assertUnavailable(tenant.provider(over).begin(tenant.gateway("alice")), "AADSTS7000222");
    }

    @Test
    void aLoginServiceThatIsNotThereIsUnavailable() throws Exception {
        var settings = tenant.settings().with("authority", "https://127.0.0.1:1");

        assertUnavailable(tenant.provider(settings).begin(tenant.gateway("alice")), "cannot be reached");
    }
}
