package io.countersign.entra.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** One HTTPS service on a free port of loopback. Each request has a virtual thread of its own. */
final class SimulatedService implements AutoCloseable {
    private static final int BACKLOG = 8_192;
    private static final int MOST_OCTETS = 64 * 1024;

    static {
        // The JDK server closes idle connections beyond 200 at once, and waits 40 ms for more to send; no front end
        // does
        System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final HttpsServer server;
    private final ExecutorService threads;
    private final SimulatorLog journal;

    /** A request, read to its end. */
    record Asked(String method, URI uri, HttpExchange exchange, String body) {
        String header(String header) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(header));
        }

        String bearer() {
            var authorization = header("Authorization");
            return authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : "";
        }
    }

    /** What a service does. */
    interface Handler {
        Answered answer(Asked asked) throws IOException, InterruptedException;
    }

    SimulatedService(String name, SSLContext tls, SimulatorLog journal) throws IOException {
        this.name = name;
        this.journal = journal;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    void start(Handler handler) {
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readNBytes(MOST_OCTETS), StandardCharsets.UTF_8);
            var asked = new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), exchange, body);
            if (handler.answer(asked) instanceof Answered.Http answer) {
                journal.request(name, asked.method(), asked.uri().getPath(), answer.status());
                send(exchange, answer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answered.Http answer) throws IOException {
        var octets = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put("Content-Type", List.of(answer.type()));
        answer.headers()
                .forEach((header, value) -> exchange.getResponseHeaders().put(header, List.of(value)));
        exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            exchange.getResponseBody().write(octets);
        }
    }
}
