package io.countersign.mfa.entra.push;

import io.countersign.mfa.entra.token.AccessTokens;
import io.countersign.mfa.entra.token.TokenRefused;
import io.countersign.mfa.web.Web;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the push service: one method an operation, each one exchange. Safe for use by many threads; blocks, for a synchronous
 * {@link #begin} as long as the user takes.
 *
 * <p>What must not be sent twice has a connection of its own: on one that was used before, nobody could tell a request that was lost on
 * the way from one that has prompted somebody.
 */
final class PushService {
    private static final String PATH = "/StrongAuthenticationService.svc/Connector/";
    private static final String BEGIN = "BeginTwoWayAuthentication";
    private static final String END = "EndTwoWayAuthentication";
    private static final String METHODS = "GetAvailableAuthenticationMethods";
    private static final MediaType XML = MediaType.get("application/xml; charset=utf-8");
    private static final long MOST_OCTETS = 64 * 1024;
    private static final int MOST_REDIRECTS = 2;

    /** OkHttp looks through all connections of a pool for each call, so thousands of pushes that wait are spread over some pools. */
    private static final int POOLS = 16;

    private final PushSettings settings;
    private final Web web;
    private final AccessTokens tokens;
    private final List<OkHttpClient> once;
    private final AtomicInteger turn = new AtomicInteger();
    private final OkHttpClient again;

    PushService(PushSettings settings, Web web, AccessTokens tokens) {
        this.settings = settings;
        this.web = web;
        this.tokens = tokens;
        this.once = Stream.generate(() -> withoutReuse(settings, web.client()))
                .limit(POOLS)
                .toList();
        this.again = web.repeatingClient();
    }

    /** Closes each connection after its one answer. With HTTP/2 several requests would share one. */
    private static OkHttpClient withoutReuse(PushSettings settings, OkHttpClient client) {
        return client.newBuilder()
                .readTimeout(settings.timeout())
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
    }

    /** Asks a user. See {@link RequestWriter#begin}. */
    Said begin(
            String upn,
            PushMethod method,
            String contextId,
            boolean synchronous,
            boolean codeForPush,
            Duration patience)
            throws InterruptedException {
        var request = RequestWriter.begin(upn, method, contextId, synchronous, codeForPush);
        return exchange(address(BEGIN), new Question(BEGIN, request, false), patience);
    }

    /**
     * Asks how a prompt stands, or answers it.
     *
     * @param affinity where the service wants to be asked; followed only if the settings say so and the host is one of theirs
     */
    Said end(
            String sessionId,
            String contextId,
            Optional<String> code,
            String upn,
            Optional<URI> affinity,
            Duration patience)
            throws InterruptedException {
        var address =
                affinity.filter(_ -> settings.affinity()).filter(web::mayGoTo).orElse(address(END));
        var request = RequestWriter.end(sessionId, contextId, code, upn);
        return exchange(address, new Question(END, request, code.isEmpty()), patience);
    }

    /** Asks which methods a user has. Prompts nobody. */
    Said methods(String upn, String contextId, Duration patience) throws InterruptedException {
        return exchange(address(METHODS), new Question(METHODS, RequestWriter.methods(upn, contextId), true), patience);
    }

    private URI address(String operation) {
        return URI.create(settings.host() + PATH + operation);
    }

    /**
     * What is asked.
     *
     * @param repeatable whether asking twice does no more than asking once
     */
    private record Question(String operation, String body, boolean repeatable) {}

    private Said exchange(URI address, Question question, Duration patience) throws InterruptedException {
        try {
            var token = tokens.token();
            var said = exchange(address, question, token, patience);
            return said.isPresent()
                    ? said.get()
                    : exchange(address, question, tokens.insteadOf(token), patience)
                            .orElseGet(() -> new Said.NotAsked("the push service refuses the token (HTTP 401); check"
                                    + " push.client-id, push.resource and cloud"));
        } catch (TokenRefused refused) {
            var why = String.valueOf(refused.getMessage());
            return refused.throttled() ? new Said.Throttled(why) : new Said.NotAsked(why);
        }
    }

    /** Empty if the service refuses the token. */
    private Optional<Said> exchange(URI address, Question question, String token, Duration patience)
            throws InterruptedException {
        var sent = new Web.Sent();
        try {
            return post(address, question, token, patience, sent);
        } catch (IOException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("given up");
            }
            return Optional.of(sent.isSent() ? unclear(failed) : notAsked(failed));
        }
    }

    private Optional<Said> post(URI first, Question question, String token, Duration patience, Web.Sent sent)
            throws IOException {
        var client = question.repeatable() ? again : once.get(Math.floorMod(turn.getAndIncrement(), POOLS));
        var address = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            try (var response = call(client, address, question, token, patience, sent)) {
                var next = redirect(response);
                if (next == null) {
                    return told(response, question.operation());
                }
                if (!web.mayGoTo(next)) {
                    return Optional.of(
                            new Said.Unclear("the push service sends us to a host that is not in the settings;"
                                    + " if it is Microsoft's, add it to push.further-hosts"));
                }
                address = next;
            }
        }
        return Optional.of(new Said.Unclear("the push service sends us from one address to the next"));
    }

    private Response call(
            OkHttpClient client, URI address, Question question, String token, Duration patience, Web.Sent sent)
            throws IOException {
        var call = client.newCall(new Request.Builder()
                .url(address.toURL())
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", settings.userAgent())
                .post(
                        question.repeatable()
                                ? RequestBody.create(octets(question), XML)
                                : new OnceOnly(octets(question)))
                .tag(Web.Sent.class, sent)
                .build());
        var shorter = patience.compareTo(settings.timeout()) < 0 ? patience : settings.timeout();
        call.timeout().timeout(Math.max(1, shorter.toMillis()), TimeUnit.MILLISECONDS);
        return call.execute();
    }

    /** A body that the HTTP client never sends again by itself, as it does after a 503 with Retry-After: 0. Each could be a push. */
    private static final class OnceOnly extends RequestBody {
        private final byte[] octets;

        OnceOnly(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public MediaType contentType() {
            return XML;
        }

        @Override
        public long contentLength() {
            return octets.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(octets);
        }
    }

    private static byte[] octets(Question question) {
        return question.body().getBytes(StandardCharsets.UTF_8);
    }

    /** Only redirects that keep method and body; after any other nobody would know what was asked. */
    private static @Nullable URI redirect(Response response) {
        if (response.code() != 307 && response.code() != 308) {
            return null;
        }
        var header = response.header("Location");
        var location = header == null ? null : response.request().url().resolve(header);
        return location == null ? null : location.uri();
    }

    private static Optional<Said> told(Response response, String operation) throws IOException {
        return switch (response.code()) {
            case 200 -> Optional.of(read(response, operation));
            case 401 -> Optional.empty();
            case 403 ->
                Optional.of(new Said.NotAsked(
                        "the push service refuses this application (HTTP 403); check" + " push.client-id"));
            case 429 -> Optional.of(new Said.Throttled("the push service is asked too often (HTTP 429)"));
            default -> Optional.of(new Said.Unclear("the push service answered with HTTP " + response.code()));
        };
    }

    private static Said read(Response response, String operation) throws IOException {
        var body = response.body();
        if (body == null || body.source().request(MOST_OCTETS + 1)) {
            return new Said.Unclear(body == null ? "the answer is empty" : "the answer is too long");
        }
        try {
            return new Said.Answered(AnswerReader.read(body.string(), operation));
        } catch (Unreadable unreadable) {
            return new Said.Unclear(String.valueOf(unreadable.getMessage()));
        }
    }

    private static Said notAsked(IOException failed) {
        return new Said.NotAsked(
                failed instanceof Web.HostPaused
                        ? String.valueOf(failed.getMessage())
                        : "the push service cannot be reached ("
                                + failed.getClass().getSimpleName() + ")");
    }

    private static Said unclear(IOException failed) {
        if (failed instanceof InterruptedIOException) { // every time-out is one
            return new Said.Late("the push service did not answer in time");
        }
        return new Said.Unclear("the push service did not answer to the end ("
                + failed.getClass().getSimpleName() + ")");
    }
}
