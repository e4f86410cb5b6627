package io.countersign.radius.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /health} and {@code /metrics} on loopback, without any user's name. */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private MetricsEndpoint(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Starts to serve.
     *
     * @param complaint why the server is not healthy; empty while it is
     * @throws IOException if the address cannot be bound
     */
    public static MetricsEndpoint start(MetricsSettings settings, Metrics metrics, Supplier<Optional<String>> complaint)
            throws IOException {
        var server = HttpServer.create(settings.address(), BACKLOG);
        var executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("metrics").daemon().factory());
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, 404, TEXT, "not here: /health or /metrics\n"));
        server.createContext("/health", exchange -> health(exchange, complaint.get()));
        server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS_TEXT, metrics.text()));
        server.start();
        return new MetricsEndpoint(server, executor);
    }

    /** Where it is served. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
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
