package io.countersign.radius.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.radius.host.BriefTasks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} (also {@code /health}) and {@code /metrics} on loopback, without any user's name.
 *
 * <p>Any user of the machine can connect. So each connection that begins a request has 5 s for all of it, question and answer, and where
 * many are open the oldest makes room: one that stays half said holds up nobody.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int MAX_REQUESTS = 16;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    private MetricsEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param complaint why the server does not answer logins; empty while it does
     * @throws IOException if the address cannot be bound
     */
    public static MetricsEndpoint start(MetricsSettings settings, Metrics metrics, Supplier<Optional<String>> complaint)
            throws IOException {
        var server = HttpServer.create(settings.address(), BACKLOG);
        server.setExecutor(new BriefTasks("metrics", MAX_REQUESTS, LIMIT));
        server.createContext(
                "/", exchange -> answer(exchange, 404, TEXT, "not here: /health/live, /health/ready or /metrics\n"));
        server.createContext("/health", exchange -> health(exchange, complaint.get()));
        server.createContext("/health/live", exchange -> answer(exchange, 200, TEXT, "alive\n"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS_TEXT, metrics.text()));
        server.start();
        return new MetricsEndpoint(server);
    }

    /** Where it is served. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void health(HttpExchange exchange, Optional<String> complaint) throws IOException {
        answer(exchange, complaint.isPresent() ? 503 : 200, TEXT, complaint.orElse("up") + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            var octets = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }
}
