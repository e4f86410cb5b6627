package io.countersign.mfa.web;

import io.countersign.mfa.MfaHost;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of a plugin. Speaks TLS to the hosts of the settings and to no other, follows no redirect, and repeats nothing but
 * what it is told that it may.
 *
 * <p>A call blocks its thread, a virtual one, and ends when that is interrupted. Safe for use by many threads.
 */
public final class Web implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final int IDLE_CONNECTIONS = 64;

    private final OkHttpClient client;
    private final Set<String> origins;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final MfaHost host;

    /**
     * A client.
     *
     * @param hosts the only ones it speaks to, such as {@code https://graph.microsoft.com}
     */
    public Web(WebSettings settings, Collection<URI> hosts, MfaHost host) {
        this.origins = hosts.stream().map(Web::origin).collect(Collectors.toUnmodifiableSet());
        this.host = host;
        this.client = client(settings);
    }

    /** The client, for libraries that bring their own use of it. */
    public OkHttpClient client() {
        return client;
    }

    /**
     * The same for questions that change nothing: sends once more what met a connection that the host had closed meanwhile. Without it, a
     * burst of logins after a quiet minute would look like a host that fails.
     */
    public OkHttpClient repeatingClient() {
        return client.newBuilder().retryOnConnectionFailure(true).build();
    }

    /** Whether a service may send us to this address. */
    public boolean mayGoTo(URI address) {
        return "https".equals(address.getScheme())
                && address.getHost() != null
                && address.getUserInfo() == null
                && origins.contains(origin(address));
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** Notes that a request's first octet is about to leave; until then the service provably knows nothing of it. */
    public static final class Sent {
        private volatile boolean sent; // published to the thread that asks after a failure

        /** Whether anything may have reached the service. */
        public boolean isSent() {
            return sent;
        }
    }

    /** Nothing was sent: the host has failed too often and is left in peace for a while. */
    public static final class HostPaused extends IOException {
        private static final long serialVersionUID = 1L;

        HostPaused(String host) {
            super(host + " has failed several times in a row and is not asked for a while");
        }
    }

    private OkHttpClient client(WebSettings settings) {
        var trust = trust(settings.moreAuthorities());
        var builder = new OkHttpClient.Builder()
                .sslSocketFactory(tls(trust).getSocketFactory(), trust)
                .connectionSpecs(List.of(ConnectionSpec.RESTRICTED_TLS))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(CONNECT_WITHIN)
                .readTimeout(CONNECT_WITHIN.multipliedBy(2))
                .writeTimeout(CONNECT_WITHIN.multipliedBy(2))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .eventListenerFactory(Web::notingWhenSent)
                .addInterceptor(this::guarded);
        settings.proxy().ifPresent(proxy -> {
            builder.proxy(new java.net.Proxy(java.net.Proxy.Type.HTTP, proxy.address()));
            proxy.user().ifPresent(user -> builder.proxyAuthenticator((_, response) -> authorized(response, user)));
        });
        return builder.build();
    }

    private static @Nullable Request authorized(Response asked, WebSettings.ProxyUser user) {
        return asked.request().header("Proxy-Authorization") != null
                ? null // refused with the same words; once is enough
                : asked.request()
                        .newBuilder()
                        .header("Proxy-Authorization", Credentials.basic(user.name(), user.password()))
                        .build();
    }

    private Response guarded(Interceptor.Chain chain) throws IOException {
        var request = chain.request();
        if (!mayGoTo(request.url().uri())) {
            throw new IOException(request.url().host() + " is not a host of the settings");
        }
        var breaker = breakers.computeIfAbsent(
                request.url().host() + ":" + request.url().port(), _ -> new Breaker(host::nanoTime));
        if (breaker.isOpen()) {
            throw new HostPaused(request.url().host());
        }
        try {
            var response = chain.proceed(request);
            if (response.code() >= 500) {
                note(breaker, request.url());
            } else {
                breaker.succeeded();
            }
            return response;
        } catch (IOException failed) {
            if (isHostsFault(request, chain.call())) {
                note(breaker, request.url());
            }
            throw failed;
        }
    }

    /** Not a time-out of a push, which may be the user's, nor a call that was given up. */
    private static boolean isHostsFault(Request request, Call call) {
        var sent = request.tag(Sent.class);
        return !call.isCanceled() && !Thread.currentThread().isInterrupted() && (sent == null || !sent.isSent());
    }

    private void note(Breaker breaker, HttpUrl url) {
        if (breaker.failed()) {
            host.log().log(System.Logger.Level.WARNING, "{0} fails; it is not asked for a while", url.host());
        }
    }

    private static EventListener notingWhenSent(Call call) {
        var sent = call.request().tag(Sent.class);
        return sent == null
                ? EventListener.NONE
                : new EventListener() {
                    @Override
                    public void requestHeadersStart(Call started) {
                        sent.sent = true;
                    }
                };
    }

    private static String origin(URI address) {
        return address.getHost() + ":" + (address.getPort() < 0 ? 443 : address.getPort());
    }

    private static SSLContext tls(X509TrustManager trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static X509TrustManager trust(List<X509Certificate> more) {
        try {
            var standard = trustManager(null);
            if (more.isEmpty()) {
                return standard;
            }
            var all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (var authority : standard.getAcceptedIssuers()) {
                all.setCertificateEntry("standard-" + number++, authority);
            }
            for (var authority : more) {
                all.setCertificateEntry("more-" + number++, authority);
            }
            return trustManager(all);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static X509TrustManager trustManager(@Nullable KeyStore authorities) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("the JDK has no X.509 trust manager");
    }
}
