package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MetricsTest {
    private final AtomicReference<Optional<String>> complaint = new AtomicReference<>(Optional.empty());
    private final Metrics metrics = new Metrics();

    @Test
    void countsLoginsByClientAnswerAndReasonWithoutAnyUser() throws Exception {
        metrics.happened(Events.of("alice", Optional.of("group X")));
        metrics.counter("countersign.audit.lost", "Events that were not kept", () -> 7);
        var text = ask("/metrics").body();
        assertThat(text)
                .contains(
                        "countersign_logins_total{answer=\"ACCEPT\",client=\"rdgw-01\",method=\"UNAUTHENTICATED\",policy=\"RD users\",reason=\"SUCCESS\"} 1.0")
                .contains("countersign_factors_total{answer=\"ACCEPT\",factor=\"demo-phone\",outcome=\"approved\"} 1.0")
                .contains(
                        "countersign_login_seconds_count{answer=\"ACCEPT\",client=\"rdgw-01\",factor=\"demo-phone\"} 1")
                .contains("countersign_bypasses_total{client=\"rdgw-01\"} 1.0")
                .contains("countersign_audit_lost_total 7.0")
                .doesNotContain("alice");
    }

    @Test
    void showsWhatComesAndGoesWithTheNumbersOfTheMoment() {
        var servers = new HashMap<Map<String, String>, Double>();
        metrics.gauges("countersign.remote.server.up", "Remote servers", () -> servers);
        servers.put(Map.of("server", "home"), 1.0);
        servers.put(Map.of("server", "other"), 0.0);
        assertThat(metrics.text())
                .contains("countersign_remote_server_up{server=\"home\"} 1.0")
                .contains("countersign_remote_server_up{server=\"other\"} 0.0");

        servers.put(Map.of("server", "home"), 0.0);
        servers.remove(Map.of("server", "other"));
        assertThat(metrics.text())
                .contains("countersign_remote_server_up{server=\"home\"} 0.0")
                .doesNotContain("other");
    }

    @Test
    void goesOnAskingASourceThatNobodyElseHolds() {
        var count = new AtomicLong(7);
        metrics.counter("countersign.audit.lost", "Events that were not kept", new AtomicLong(7)::get);
        metrics.counter("countersign.other", "Held by the test", count::get);
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        count.set(8);
        assertThat(metrics.text()).contains("countersign_audit_lost_total 7.0").contains("countersign_other_total 8.0");
    }

    @Test
    void saysWhetherTheServerIsWell() throws Exception {
        assertThat(ask("/health").statusCode()).isEqualTo(200);
        complaint.set(Optional.of("the store cannot be read"));
        var answer = ask("/health");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the store cannot be read\n");
        assertThat(ask("/health/ready").statusCode()).isEqualTo(503);
        assertThat(ask("/health/live").body())
                .as("its process need not be restarted")
                .isEqualTo("alive\n");
    }

    @Test
    @Timeout(60)
    void answersThoughManyHaveSaidHalfARequestOnly() throws Exception {
        var half = new ArrayList<Socket>();
        var settings = new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var endpoint = MetricsEndpoint.start(settings, metrics, complaint::get);
                var http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 40; i++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(), endpoint.address().getPort());
                half.add(socket);
                socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
            }
            var uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/health");
            assertThat(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            for (var socket : half) {
                socket.close();
            }
        }
    }

    @Test
    void refusesAnAddressThatOthersReach() {
        var everywhere = new InetSocketAddress(0);
        assertThatThrownBy(() -> new MetricsSettings(everywhere)).isInstanceOf(IllegalArgumentException.class);
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        var settings = new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var endpoint = MetricsEndpoint.start(settings, metrics, complaint::get);
                var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
