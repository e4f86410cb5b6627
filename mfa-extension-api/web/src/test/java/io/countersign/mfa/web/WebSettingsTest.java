package io.countersign.mfa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.contract.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSettingsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsNotSaidIsNotThere() {
        var settings = WebSettings.read(new TestSettings(folder));

        assertThat(settings.proxy()).isEmpty();
        assertThat(settings.moreAuthorities()).isEmpty();
    }

    @Test
    void aProxyMayAskForAUserWhosePasswordIsNotShown() {
        var settings = WebSettings.read(new TestSettings(folder)
                .with("proxy.address", "proxy.contoso.example:3128")
                .with("proxy.user", "svc")
                .with("proxy.password", "marker-3"));

        var proxy = settings.proxy().orElseThrow();
        assertThat(proxy.address().getHostString()).isEqualTo("proxy.contoso.example");
        assertThat(proxy.address().getPort()).isEqualTo(3128);
        assertThat(proxy.user().orElseThrow().password()).isEqualTo("marker-3");
        assertThat(settings.toString()).doesNotContain("marker");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proxy.address           | proxy.contoso.example | proxy.address           | write host:port
            proxy.address           | proxy:99999           | proxy.address           | 1 to 65535
            proxy.user              | svc                   | proxy.user              | both user and password
            certificate-authorities | none.pem              | certificate-authorities | does not exist
            certificate-authorities | noise                 | certificate-authorities | PEM
            certificate-authorities | empty                 | certificate-authorities | holds no certificate
            """)
    void whatCannotWorkIsToldWithItsKey(String key, String value, String keyAtFault, String told) throws IOException {
        Files.writeString(folder.resolve("noise"), "no certificate");
        Files.createFile(folder.resolve("empty"));
        var settings = new TestSettings(folder).with(key, value);

        assertThatThrownBy(() -> WebSettings.read(settings))
                .isInstanceOfSatisfying(
                        MfaSettingsException.class,
                        refused -> assertThat(refused.key()).isEqualTo(keyAtFault))
                .hasMessageContaining(told);
    }

    @Test
    void aHostIsHttpsAndNoMore() {
        assertThat(WebSettings.host("host", "https://graph.example/")).isEqualTo(URI.create("https://graph.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://graph.example",
        "https://a@graph.example",
        "https://graph.example/beta",
        "https://graph.example?x",
        "graph.example",
        "https://"
    })
    void anythingElseIsRefusedWithTheKey(String text) {
        assertThatThrownBy(() -> WebSettings.host("graph.host", text))
                .isInstanceOfSatisfying(
                        MfaSettingsException.class,
                        refused -> assertThat(refused.key()).isEqualTo("graph.host"));
    }
}
