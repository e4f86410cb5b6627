package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The challenges that wait for their users' answers, of this node since its start: no more of them for a user than anybody could answer,
 * and a provider is told of each that nobody answered. Safe for use by many threads.
 */
final class OpenChallenges {
    private static final int MOST_OF_A_USER = 10;
    private static final long MOST = 100_000;

    private final ProviderCalls calls;
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();
    private final Cache<String, Open> byLogin;

    private record Open(Provider provider, MfaRequest request, MfaHandle handle) {}

    OpenChallenges(ProviderCalls calls, Duration timeToAnswer, Ticker ticker) {
        this.calls = calls;
        this.byLogin = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(timeToAnswer)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .evictionListener(this::unanswered)
                .build();
    }

    /** Takes in that a login waits for an answer. Answers false, and does nothing, if too many of its user's wait already. */
    boolean open(Provider provider, MfaRequest request, MfaHandle handle) {
        var user = request.user().id();
        if (ofUser.merge(user, 1, Integer::sum) > MOST_OF_A_USER) {
            closed(user);
            return false;
        }
        byLogin.put(request.loginId(), new Open(provider, request, handle));
        return true;
    }

    /** The answer has come. */
    void close(String loginId) {
        var open = byLogin.asMap().remove(loginId);
        if (open != null) {
            closed(open.request().user().id());
        }
    }

    /** No answer can come any more. */
    void abandon(String loginId) {
        unanswered(loginId, byLogin.asMap().remove(loginId), RemovalCause.EXPLICIT);
    }

    /** Lets go of those whose time is over. */
    void sweep() {
        byLogin.cleanUp();
    }

    private void unanswered(@Nullable String loginId, @Nullable Open open, RemovalCause cause) {
        if (open != null) {
            closed(open.request().user().id());
            calls.cancel(open.provider(), open.request(), open.handle());
        }
    }

    private void closed(String user) {
        ofUser.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
    }
}
