package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.contract.TestSettings;
import io.countersign.mfa.entra.push.PushMethod;
import io.countersign.mfa.entra.push.PushSettings;
import io.countersign.mfa.entra.token.ApplicationCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntraSettingsReaderTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() {
        new KeyPairFile(folder, "push").make("CN=push", 400);
    }

    private static TestSettings least() {
        return new TestSettings(folder)
                .with("tenant", "contoso.example")
                .with("push.secret", "marker-1")
                .with("graph.client-id", "5a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10")
                .with("graph.secret", "marker-2");
    }

    @Test
    void whatIsNotSaidHasADefault() {
        var settings = EntraSettingsReader.read(least());

        assertThat(settings.pushApplication().authority()).isEqualTo(URI.create("https://login.microsoftonline.com"));
        assertThat(settings.pushApplication().clientId()).isEqualTo("981f26a1-7f43-403b-a875-f8b09b8cd720");
        assertThat(settings.pushApplication().scope())
                .isEqualTo(
                        "https://adnotifications.windowsazure.com/StrongAuthenticationService.svc/Connector/.default");
        assertThat(settings.graphApplication().scope()).isEqualTo("https://graph.microsoft.com/.default");
        assertThat(settings.push().host())
                .isEqualTo(URI.create("https://strongauthenticationservice.auth.microsoft.com"));
        assertThat(settings.push().methods()).containsExactly(PushMethod.PUSH, PushMethod.CALL);
        assertThat(settings.push().waiting()).isEqualTo(PushSettings.Waiting.SYNCHRONOUS);
        assertThat(settings.push().timeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(settings.users().keep()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.web().proxy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "us-government, https://login.microsoftonline.us, strongauthenticationservice.auth.microsoft.us,"
                + " adnotifications.windowsazure.us, https://graph.microsoft.us",
        "china, https://login.chinacloudapi.cn, strongauthenticationservice.auth.microsoft.cn,"
                + " adnotifications.windowsazure.cn, https://microsoftgraph.chinacloudapi.cn"
    })
    void eachCloudHasItsHosts(String cloud, String authority, String push, String resource, String graph) {
        var settings = EntraSettingsReader.read(least().with("cloud", cloud));

        assertThat(settings.pushApplication().authority()).hasToString(authority);
        assertThat(settings.push().host()).hasToString("https://" + push);
        assertThat(settings.pushApplication().scope()).startsWith("https://" + resource + "/");
        assertThat(settings.graphHost()).hasToString(graph);
    }

    @Test
    void aCertificateIsReadWithItsKey() throws IOException {
        var settings = EntraSettingsReader.read(least().without("push.secret")
                .with("push.certificate", "push.p12")
                .with("push.certificate-password", Files.readString(folder.resolve("push.password"))));

        assertThat(settings.pushApplication().credential()).isInstanceOf(ApplicationCredential.Certificate.class);
    }

    @Test
    void nothingSecretIsInItsText() throws IOException {
        var settings = EntraSettingsReader.read(least().with("proxy.address", "proxy.contoso.example:3128")
                .with("proxy.user", "svc")
                .with("proxy.password", "marker-3"));

        assertThat(settings.toString()).doesNotContain("marker");
    }

    /** The key that is changed (to nothing if empty), and what is said of which key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenant                | ''                          | tenant                  | it is missing
            tenant                | ../evil                     | tenant                  | the tenant's id
            cloud                 | mars                        | cloud                   | none of public, us-government, china
            authority             | http://login.example        | authority               | write an address such as
            authority             | https://a@login.example     | authority               | write an address such as
            graph.host            | https://graph.example/beta  | graph.host              | without a path
            graph.client-id       | ''                          | graph.client-id         | countersign entra setup
            graph.client-id       | five                        | graph.client-id         | is a GUID
            graph.secret          | ''                          | graph.certificate       | either certificate
            graph.certificate     | push.p12                    | graph.certificate       | either certificate
            push.secret           | ''                          | push.certificate        | either certificate
            push.methods          | push,pigeon                 | push.methods            | "pigeon" is none of push, call
            push.waiting          | forever                     | push.waiting            | none of synchronous
            push.timeout          | 5s                          | push.timeout            | from 30s to 2m
            push.poll-interval    | 60s                         | push.poll-interval      | from 0.5s to 10s
            push.further-hosts    | ftp://x                     | push.further-hosts      | write an address
            users.by              | sid,guess                   | users.by                | none of sid, upn, name
            users.property        | displayName                 | users.property          | write userPrincipalName
            users.keep            | 2h                          | users.keep              | from 0s to 1h
            proxy.address         | proxy.contoso.example       | proxy.address           | write host:port
            certificate-authorities | none.pem                  | certificate-authorities | does not exist
            """)
    void whatCannotWorkIsToldWithItsKey(String key, String value, String keyAtFault, String told) {
        var settings = value.isEmpty() ? least().without(key) : least().with(key, value);

        assertThatThrownBy(() -> EntraSettingsReader.read(settings))
                .isInstanceOfSatisfying(
                        MfaSettingsException.class,
                        refused -> assertThat(refused.key()).isEqualTo(keyAtFault))
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "none.p12, x, does not exist; countersign entra setup makes one",
        "push.p12, wrong, the password does not open",
        "push.cer, x, cannot be read"
    })
    void aCertificateThatCannotBeReadIsToldWithTheFix(String file, String password, String told) {
        var settings = least().without("push.secret")
                .with("push.certificate", file)
                .with("push.certificate-password", password);

        assertThatThrownBy(() -> EntraSettingsReader.read(settings))
                .isInstanceOf(MfaSettingsException.class)
                .hasMessageContaining(told);
    }
}
