package io.countersign.mfa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.contract.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebTest {
    /** Nobody listens there. */
    private static final URI DEAD = URI.create("https://127.0.0.1:1");

    private static final String REFUSAL = String.join(
            "\r\n",
            "HTTP/1.1 407 No",
            "Proxy-Authenticate: Basic realm=\"p\"",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private static final WebSettings PLAIN = new WebSettings(Optional.empty(), List.of());

    private final TestHost host = new TestHost();

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:1/", "https://127.0.0.1:1/a/b?c=d"})
    void mayGoToTheHostsOfTheSettings(String address) {
        try (var web = new Web(PLAIN, List.of(DEAD), host)) {
            assertThat(web.mayGoTo(URI.create(address))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/",
                "https://127.0.0.1/",
                "https://127.0.0.2:1/",
                "https://user@127.0.0.1:1/",
                "https:/127.0.0.1:1/",
                "file:///etc/passwd"
            })
    void mayGoNowhereElse(String address) {
        try (var web = new Web(PLAIN, List.of(DEAD), host)) {
            assertThat(web.mayGoTo(URI.create(address))).isFalse();
        }
    }

    @Test
    void asksNoHostThatIsNotInTheSettings() {
        try (var web = new Web(PLAIN, List.of(DEAD), host)) {
            assertThatThrownBy(() -> ask(web, "https://127.0.0.1:2/"))
                    .hasMessageContaining("not a host of the settings");
        }
    }

    @Test
    void aHostThatCannotBeReachedIsLeftInPeaceForHalfAMinuteWhateverTheTimeOfDayIsSetTo() {
        try (var web = new Web(PLAIN, List.of(DEAD), host)) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> ask(web, DEAD + "/")).isNotInstanceOf(Web.HostPaused.class);
            }
            assertThatThrownBy(() -> ask(web, DEAD + "/")).isInstanceOf(Web.HostPaused.class);

            host.setClock(Duration.ofHours(-2));
            host.forward(Duration.ofSeconds(31));
            assertThatThrownBy(() -> ask(web, DEAD + "/"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Web.HostPaused.class);
        }
        assertThat(host.logged()).anyMatch(line -> line.contains("is not asked for a while"));
    }

    @Test
    void aProxyIsAskedForTheHostAndShownOnceWhoAsks() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        try (var proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().name("proxy").start(() -> refuse(proxy, asked));
            var settings = new WebSettings(
                    Optional.of(new WebSettings.Proxy(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getLocalPort()),
                            Optional.of(new WebSettings.ProxyUser("svc", "pw")))),
                    List.of());
            try (var web = new Web(settings, List.of(DEAD), host)) {
                assertThatThrownBy(() -> ask(web, DEAD + "/")).isInstanceOf(IOException.class);
            }
        }

        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("CONNECT 127.0.0.1:1 ")
                .contains("Proxy-Authorization: Basic c3ZjOnB3");
        assertThat(host.logged()).noneMatch(line -> line.contains("pw"));
    }

    /** Answers each CONNECT with 407. */
    private static void refuse(ServerSocket proxy, List<String> asked) {
        try {
            while (true) {
                try (var client = proxy.accept()) {
                    var in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                    var lines = new ArrayList<String>();
                    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        lines.add(line);
                    }
                    asked.add(String.join("\n", lines));
                    client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The test is over
        }
    }

    private static void ask(Web web, String address) throws IOException {
        web.client()
                .newCall(new Request.Builder().url(address).build())
                .execute()
                .close();
    }
}
