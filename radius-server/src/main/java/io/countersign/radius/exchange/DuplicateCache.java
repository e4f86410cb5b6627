package io.countersign.radius.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The requests of one listener that are in work or were answered lately, so that each is served once (RFC 5080 §2.2.2). */
final class DuplicateCache {
    /*
     * A client that hears nothing sends the same octets again, many times while a person looks for a telephone. Each copy must neither
     * prompt again nor use up a one-time code again, and a copy that comes after a lost reply must get the same octets again.
     *
     * Identity. The key is peer address and port, Identifier and Request Authenticator. Identifiers come round after 256 requests, so that
     * they alone mean little. RFC 5080 would have a request with the same Identifier and another Request Authenticator replace the older
     * one. We do not: then one datagram with a forged source address would end a login that waits for its approval. Both stand, each on its
     * own. Only opened requests get here, so a bad Message-Authenticator touches nothing.
     *
     * Life. An entry is InWork from its first sighting until exactly one of handler and deadline settles it, however long that takes.
     * Afterwards it is Answered or Ignored for 30 s. Values are immutable and change by compare-and-set on the InWork of this very
     * sighting: who succeeds sends the reply, who comes second has nothing to send. So there is one reply to one request, in every race, and
     * a straggler of an earlier sighting cannot settle a later one.
     *
     * Bounds. Each client has a cache of its own, so that a busy one cannot push out another's replies. Settled entries weigh one each and
     * the oldest go first when they weigh too much; entries in work weigh nothing, which for Caffeine means never evicted. They are bounded
     * by the Dispatcher's limits instead: what it refuses is forgotten here at once.
     */
    private static final Duration AFTER_REPLY = Duration.ofSeconds(30);

    private final ConcurrentMap<String, Cache<Key, Entry>> byClient = new ConcurrentHashMap<>();
    private final int settledPerClient;
    private final Ticker ticker;

    DuplicateCache(int settledPerClient, Ticker ticker) {
        this.settledPerClient = settledPerClient;
        this.ticker = ticker;
    }

    /** What is known of a request; from now on it is in work if it was not known. */
    Sighting seen(Authentic request) {
        Cache<Key, Entry> cache = byClient.computeIfAbsent(request.client().name(), _ -> newCache());
        Key key = Key.of(request);
        InWork mine = new InWork();
        Entry before = cache.asMap().putIfAbsent(key, mine);
        return switch (before) {
            case null -> new Sighting.First(new Ticket(cache, key, mine));
            case InWork _, Ignored _ -> new Sighting.Unanswered();
            case Answered(var reply) -> new Sighting.Answered(reply);
        };
    }

    private Cache<Key, Entry> newCache() {
        return Caffeine.newBuilder()
                .maximumWeight(settledPerClient)
                .weigher((Key _, Entry entry) -> entry instanceof InWork ? 0 : 1)
                .expireAfter(Expiry.<Key, Entry>writing((_, entry) -> lifetime(entry)))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private static Duration lifetime(Entry entry) {
        return entry instanceof InWork ? Duration.ofNanos(Long.MAX_VALUE) : AFTER_REPLY;
    }

    /** What the cache knew of a request when it came. */
    sealed interface Sighting {
        /** Nothing: it is to be served. */
        record First(Ticket ticket) implements Sighting {}

        /** It is in work, or was left unanswered on purpose. */
        record Unanswered() implements Sighting {}

        /** It was answered with these octets. */
        record Answered(Octets reply) implements Sighting {}
    }

    /** The right to settle one request. Each method answers whether it was this call that settled it. */
    record Ticket(Cache<Key, Entry> cache, Key key, Entry mine) {
        /** Keeps the reply for repetitions. The caller sends it if, and only if, the answer is true. */
        boolean answer(Octets reply) {
            return cache.asMap().replace(key, mine, new Answered(reply));
        }

        /** Leaves the request and its repetitions unanswered. */
        boolean ignore() {
            return cache.asMap().replace(key, mine, new Ignored());
        }

        /** Forgets the request: a repetition is served anew. */
        boolean forget() {
            return cache.asMap().remove(key, mine);
        }
    }

    private record Key(InetSocketAddress peer, int identifier, Octets authenticator) {
        static Key of(Authentic request) {
            return new Key(
                    request.peer(),
                    request.packet().identifier(),
                    request.packet().authenticator());
        }
    }

    private sealed interface Entry {}

    /** One sighting that waits to be settled; equal to itself alone. */
    private static final class InWork implements Entry {}

    private record Answered(Octets reply) implements Entry {}

    private record Ignored() implements Entry {}
}
