package io.countersign.mfa.entra.user;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.countersign.mfa.MfaUser;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The Entra accounts of users, found by Graph and kept for minutes. However many logins of a user come at once, Graph is asked once.
 * Safe for use by many threads; blocks.
 */
public final class EntraUsers implements AutoCloseable {
    private static final long USERS = 100_000;
    private static final Duration KEEP_REFUSALS = Duration.ofSeconds(20);

    private final UserSettings settings;
    private final Graph graph;
    private final ExecutorService threads;
    private final AsyncCache<String, Lookup> known;

    /** What Graph said last, for the time in which it says nothing; a refusal too, so that an outage opens nothing to who was disabled. */
    private final Cache<String, Lookup> lastSaid;

    /** Looks up in this Graph. The clock is one as {@link System#nanoTime}. */
    public EntraUsers(UserSettings settings, Graph graph, LongSupplier nanoTime) {
        this.settings = settings;
        this.graph = graph;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("entra-user-", 0).factory());
        this.known = Caffeine.newBuilder()
                .maximumSize(USERS)
                .ticker(nanoTime::getAsLong)
                .executor(threads)
                .expireAfter(Expiry.<String, Lookup>creating((_, lookup) -> keep(lookup)))
                .buildAsync();
        this.lastSaid = Caffeine.newBuilder()
                .maximumSize(USERS)
                .ticker(nanoTime::getAsLong)
                .executor(threads)
                .expireAfterWrite(settings.keepOnFault())
                .build();
    }

    /**
     * The account of a user.
     *
     * @param patience how long to wait at most; what comes later is kept for the next login
     */
    public Lookup find(MfaUser user, Duration patience) throws InterruptedException {
        var query = Query.of(user, settings);
        if (query.isEmpty()) {
            return new Lookup.Refused("nothing is known of " + user.loginName()
                    + " that Entra could be asked for; see users and domains in the settings of entra");
        }
        var asked = known.get(user.id() + " " + query.get().filter(), (_, _) -> ask(query.get()));
        try {
            return saidOrLastSaid(user, asked.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return saidOrLastSaid(user, new Lookup.Unavailable("Graph did not answer in time"));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Asks Graph anew, for a check rather than a login. */
    public Lookup findNow(MfaUser user) throws InterruptedException {
        var query = Query.of(user, settings);
        return query.isEmpty() ? find(user, Duration.ZERO) : lookUp(query.get());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletableFuture<Lookup> ask(Query query) {
        var answer = new CompletableFuture<Lookup>();
        threads.execute(() -> {
            try {
                answer.complete(lookUp(query));
            } catch (InterruptedException | RuntimeException stopped) {
                answer.complete(new Lookup.Unavailable(
                        "the look-up was ended: " + stopped.getClass().getSimpleName()));
            }
        });
        return answer;
    }

    private Lookup lookUp(Query query) throws InterruptedException {
        try {
            var page = graph.ask(
                    "users",
                    Map.of("$filter", query.filter(), "$select", Account.SELECT, "$count", "true", "$top", "25"),
                    _ -> new Account.Page());
            return page.next == null ? one(page, query) : new Lookup.Refused("more than one account in Entra fits");
        } catch (Graph.NoAnswer refused) {
            var why = String.valueOf(refused.getMessage());
            if (refused.unavailable()) {
                return new Lookup.Unavailable(why);
            }
            return refused.status() == 429 ? new Lookup.Busy(why) : new Lookup.Refused(why);
        }
    }

    private static Lookup one(Account.Page page, Query query) {
        var hits = page.accounts.stream().filter(query.counts()).toList();
        if (hits.size() != 1) {
            return new Lookup.Refused(
                    hits.isEmpty() ? "no account in Entra fits" : "more than one account in Entra fits");
        }
        var account = hits.getFirst();
        if (account.id == null || account.upn == null) {
            return new Lookup.Refused("Graph does not tell the account's id and name");
        }
        return Boolean.TRUE.equals(account.enabled)
                ? new Lookup.Found(new EntraUser(account.id, account.upn))
                : new Lookup.Refused("the account is disabled in Entra");
    }

    private Lookup saidOrLastSaid(MfaUser user, Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found _, Lookup.Refused _ -> {
                lastSaid.put(user.id(), lookup);
                yield lookup;
            }
            case Lookup.Busy _, Lookup.Unavailable _ -> {
                var before = lastSaid.getIfPresent(user.id());
                yield before == null ? lookup : before;
            }
        };
    }

    private Duration keep(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found _ -> settings.keep();
            case Lookup.Refused _ -> KEEP_REFUSALS;
            case Lookup.Busy _, Lookup.Unavailable _ -> Duration.ZERO;
        };
    }
}
