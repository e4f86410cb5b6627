package io.countersign.mfa.entra.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.web.Web;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one application, fetched when it is needed and kept while it is good. However many ask at once, one request goes
 * out, and all share what came of it. Safe for use by many threads; blocks.
 */
public final class AccessTokens implements AutoCloseable {
    /** So long before its end a token is replaced; a request may still be on its way with it. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** The longest wait for Entra, with one repetition by MSAL. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Application application;
    private final ConfidentialClientApplication msal;
    private final ExecutorService threads;
    private final MfaHost host;

    /** Guards {@link #known} and {@link #underWay}. */
    private final ReentrantLock state = new ReentrantLock();

    private @Nullable Token known;
    private @Nullable CompletableFuture<Token> underWay;

    /** A token, and from when on it is replaced, by the host's {@code nanoTime}. */
    private record Token(String text, long replaceFrom) {
        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    /** The tokens of an application. Asks for none yet. */
    public AccessTokens(Application application, Web web, MfaHost host) {
        this.application = application;
        this.host = host;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("entra-token-" + application.name()).factory());
        this.msal = msal(application, web, threads);
    }

    /**
     * A token that is good now.
     *
     * @throws TokenRefused if there is none
     */
    public String token() throws TokenRefused, InterruptedException {
        return await(fetch(""));
    }

    /**
     * A new token after a service has refused one. If somebody else has fetched a new one meanwhile, that.
     *
     * @throws TokenRefused if there is none
     */
    public String insteadOf(String refused) throws TokenRefused, InterruptedException {
        return await(fetch(refused));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletableFuture<Token> fetch(String refused) {
        state.lock();
        try {
            if (known != null && !known.text.equals(refused) && host.nanoTime() - known.replaceFrom < 0) {
                return CompletableFuture.completedFuture(known);
            }
            if (underWay == null) {
                boolean anew = known != null;
                var fetching = new CompletableFuture<Token>();
                underWay = fetching;
                threads.execute(() -> fetch(anew, fetching));
            }
            return underWay;
        } finally {
            state.unlock();
        }
    }

    private void fetch(boolean anew, CompletableFuture<Token> fetching) {
        try {
            var parameters = ClientCredentialParameters.builder(Set.of(application.scope()))
                    .skipCache(anew)
                    .build();
            IAuthenticationResult got = msal.acquireToken(parameters).get();
            arrived(new Token(got.accessToken(), replaceFrom(got.expiresOnDate().toInstant())), fetching);
        } catch (ExecutionException failed) {
            failed(failed.getCause() == null ? failed : failed.getCause(), fetching);
        } catch (InterruptedException | RuntimeException failed) {
            failed(failed, fetching);
        }
    }

    private long replaceFrom(Instant end) {
        var good = Duration.between(host.clock().instant(), end).minus(MARGIN);
        return host.nanoTime() + good.toNanos();
    }

    private void arrived(Token token, CompletableFuture<Token> fetching) {
        state.lock();
        try {
            known = token;
            underWay = null;
        } finally {
            state.unlock();
        }
        fetching.complete(token);
    }

    private void failed(Throwable cause, CompletableFuture<Token> fetching) {
        state.lock();
        try {
            underWay = null;
        } finally {
            state.unlock();
        }
        fetching.completeExceptionally(cause);
    }

    private String await(CompletableFuture<Token> fetching) throws TokenRefused, InterruptedException {
        try {
            return fetching.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).text;
        } catch (TimeoutException late) {
            throw refused("Entra did not answer within " + PATIENCE.toSeconds() + " s", false);
        } catch (ExecutionException failed) {
            throw told(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private TokenRefused told(Throwable cause) {
        return switch (cause) {
            case MsalThrottlingException _ -> refused("Entra was asked too often and wants to be left in peace", true);
            case MsalServiceException answer
            when isTooMany(answer) -> refused("Entra was asked too often and wants to be left in peace", true);
            case MsalServiceException answer -> refused(EntraErrors.told(String.valueOf(answer.getMessage())), false);
            default ->
                refused("Entra cannot be reached at " + application.authority() + " (" + kind(cause) + ")", false);
        };
    }

    private TokenRefused refused(String why, boolean throttled) {
        return new TokenRefused("no token for " + application.name() + ": " + why, throttled);
    }

    private static boolean isTooMany(MsalServiceException answer) {
        return answer.statusCode() != null && answer.statusCode() == 429;
    }

    /** The innermost exception's class; messages are other people's and may carry what a log must not. */
    private static String kind(Throwable thrown) {
        var inner = thrown;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getClass().getSimpleName();
    }

    private static ConfidentialClientApplication msal(Application application, Web web, ExecutorService threads) {
        try {
            return ConfidentialClientApplication.builder(application.clientId(), credential(application.credential()))
                    .authority(application.authority() + "/" + application.tenant() + "/")
                    // Another host to reach and to trust, only to hear that the authority of the settings is one
                    .instanceDiscovery(false)
                    .httpClient(new MsalWeb(web))
                    .executorService(threads)
                    .logPii(false)
                    .build();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException("no authority: " + application.authority(), impossible);
        }
    }

    private static IClientCredential credential(ApplicationCredential credential) {
        return switch (credential) {
            case ApplicationCredential.ClientSecret(var secret) -> ClientCredentialFactory.createFromSecret(secret);
            case ApplicationCredential.Certificate(var key, var chain) ->
                ClientCredentialFactory.createFromCertificateChain(key, chain);
        };
    }
}
