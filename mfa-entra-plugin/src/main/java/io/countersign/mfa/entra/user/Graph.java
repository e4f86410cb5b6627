package io.countersign.mfa.entra.user;

import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.ResponseHeaders;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.JsonSerializationWriterFactory;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.countersign.mfa.entra.token.AccessTokens;
import io.countersign.mfa.entra.token.TokenRefused;
import io.countersign.mfa.web.Web;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Microsoft Graph, as far as it is asked here: one question, one answer or one reason. Safe for use by many threads; blocks. */
public final class Graph {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE_WITHOUT_ADVICE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final URI host;
    private final BaseGraphRequestAdapter adapter;
    private final AccessTokens tokens;
    private final LongSupplier nanoTime;
    private volatile long quietUntil; // published to all who want to ask

    /** Graph has no answer. The message says why in plain words. */
    public static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final boolean unavailable;

        NoAnswer(String message, int status, boolean unavailable) {
            super(message);
            this.status = status;
            this.unavailable = unavailable;
        }

        /** The HTTP status; 0 if there was none. */
        public int status() {
            return status;
        }

        /** Whether Graph cannot be asked, as against: it refuses. */
        public boolean unavailable() {
            return unavailable;
        }
    }

    /** Graph at an address, asked with these tokens. The clock is one as {@link System#nanoTime}. */
    public Graph(URI host, Web web, AccessTokens tokens, LongSupplier nanoTime) {
        this.host = host;
        this.tokens = tokens;
        this.nanoTime = nanoTime;
        this.quietUntil = nanoTime.getAsLong();
        this.adapter = new BaseGraphRequestAdapter(
                (_, _) -> {}, // the token is in the request already, so that a refused one can be replaced
                new JsonParseNodeFactory(),
                new JsonSerializationWriterFactory(),
                web.repeatingClient(),
                null,
                host + "/v1.0");
    }

    /**
     * Asks for one thing. Waits a little if Graph has asked for that.
     *
     * @param path below {@code /v1.0/}, such as {@code users}
     * @param parameters of the query, with their {@code $}
     * @throws NoAnswer if there is none
     */
    public <T extends Parsable> T ask(String path, Map<String, String> parameters, ParsableFactory<T> kind)
            throws NoAnswer, InterruptedException {
        awaitQuiet();
        var answer = askOnce(path, parameters, kind);
        if (answer.isEmpty()) {
            awaitQuiet();
            answer = askOnce(path, parameters, kind);
        }
        return answer.orElseThrow(Graph::tooOften);
    }

    private void awaitQuiet() throws NoAnswer, InterruptedException {
        var left = Duration.ofNanos(quietUntil - nanoTime.getAsLong());
        if (left.compareTo(LONGEST_WAIT) > 0) {
            throw tooOften();
        }
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }

    /** Empty if Graph says that it is asked too often. */
    private <T extends Parsable> Optional<T> askOnce(
            String path, Map<String, String> parameters, ParsableFactory<T> kind)
            throws NoAnswer, InterruptedException {
        try {
            var token = tokens.token();
            try {
                return Optional.of(send(path, parameters, token, kind));
            } catch (ApiException refused) {
                if (refused.getResponseStatusCode() != 401) {
                    throw refused;
                }
                return Optional.of(send(path, parameters, tokens.insteadOf(token), kind));
            }
        } catch (TokenRefused refused) {
            throw new NoAnswer(
                    String.valueOf(refused.getMessage()), refused.throttled() ? 429 : 0, !refused.throttled());
        } catch (ApiException refused) {
            if (refused.getResponseStatusCode() != 429) {
                throw told(refused.getResponseStatusCode());
            }
            quietUntil =
                    nanoTime.getAsLong() + advice(refused.getResponseHeaders()).toNanos();
            return Optional.empty();
        } catch (RuntimeException failed) {
            throw unreached(failed);
        }
    }

    private <T extends Parsable> T send(
            String path, Map<String, String> parameters, String token, ParsableFactory<T> kind) {
        var request = new RequestInformation();
        request.httpMethod = HttpMethod.GET;
        request.setUri(address(path, parameters));
        request.headers.add("Accept", "application/json");
        request.headers.add("Authorization", "Bearer " + token);
        request.headers.add("ConsistencyLevel", "eventual");
        request.headers.add("x-ms-throttle-priority", "High");
        return Objects.requireNonNull(adapter.send(request, null, kind), "an empty answer");
    }

    private URI address(String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(host + "/v1.0/" + path + (query.isEmpty() ? "" : "?" + query));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Duration advice(@Nullable ResponseHeaders headers) {
        var values = headers == null ? null : headers.get("Retry-After");
        var seconds =
                values == null || values.isEmpty() ? "" : values.iterator().next();
        var advice = seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : PAUSE_WITHOUT_ADVICE;
        return advice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : advice;
    }

    private static NoAnswer tooOften() {
        return new NoAnswer("Graph was asked too often and wants to be left in peace", 429, false);
    }

    private static NoAnswer told(int status) {
        return switch (status) {
            case 401 -> new NoAnswer("Graph refuses the token; check graph.client-id and cloud", status, false);
            case 403 ->
                new NoAnswer(
                        "Graph refuses the question; grant the application the permission and give admin consent"
                                + " (countersign entra setup tells which)",
                        status,
                        false);
            case 404 -> new NoAnswer("Graph does not know it", status, false);
            default -> new NoAnswer("Graph answered with HTTP " + status, status, status >= 500);
        };
    }

    /** The exception's class alone: its message is other people's and may carry what a log must not. */
    private static NoAnswer unreached(RuntimeException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Web.HostPaused paused) {
                return new NoAnswer(String.valueOf(paused.getMessage()), 0, true);
            }
            if (cause instanceof IOException) {
                return new NoAnswer(
                        "Graph cannot be reached (" + cause.getClass().getSimpleName() + ")", 0, true);
            }
        }
        return new NoAnswer(
                "Graph's answer cannot be read (" + failed.getClass().getSimpleName() + ")", 0, true);
    }
}
