package io.countersign.radius.exchange;

import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

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
     * Bounds. Each client has entries of its own, so that a busy one cannot push out another's replies. Settled ones go in the order in
     * which they were settled, after their time or when there are too many. Those in work are bounded by the Dispatcher's limits instead:
     * what it refuses is forgotten here at once.
     */
    private static final Duration AFTER_REPLY = Duration.ofSeconds(30);

    private final ConcurrentMap<String, OfClient> byClient = new ConcurrentHashMap<>();
    private final int settledPerClient;
    private final LongSupplier nanoTime;

    /** With a clock as {@link System#nanoTime}. */
    DuplicateCache(int settledPerClient, LongSupplier nanoTime) {
        this.settledPerClient = settledPerClient;
        this.nanoTime = nanoTime;
    }

    /** What is known of a request; from now on it is in work if it was not known. */
    Sighting seen(Authentic request) {
        return byClient.computeIfAbsent(request.client().name(), _ -> new OfClient())
                .seen(Key.of(request));
    }

    /** Lets go of replies whose time is over. Called now and then. */
    void sweep() {
        byClient.values().forEach(OfClient::sweep);
    }

    /** How many requests are remembered. */
    long size() {
        return byClient.values().stream()
                .mapToLong(client -> client.entries.size())
                .sum();
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
    static final class Ticket {
        private final OfClient client;
        private final Key key;
        private final Entry mine;

        private Ticket(OfClient client, Key key, Entry mine) {
            this.client = client;
            this.key = key;
            this.mine = mine;
        }

        /** Keeps the reply for repetitions. The caller sends it if, and only if, the answer is true. */
        boolean answer(Octets reply) {
            return client.settle(key, mine, new Answered(reply, client.end()));
        }

        /** Leaves the request and its repetitions unanswered. */
        boolean ignore() {
            return client.settle(key, mine, new Ignored(client.end()));
        }

        /** Forgets the request: a repetition is served anew. */
        boolean forget() {
            return client.entries.remove(key, mine);
        }
    }

    private final class OfClient {
        private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();

        /** Guards {@link #settled}. */
        private final ReentrantLock order = new ReentrantLock();

        private final Queue<Settled> settled = new ArrayDeque<>();

        Sighting seen(Key key) {
            var mine = new InWork();
            var before = entries.putIfAbsent(key, mine);
            while (before != null && isOver(before)) {
                entries.remove(key, before);
                before = entries.putIfAbsent(key, mine);
            }
            return switch (before) {
                case null -> new Sighting.First(new Ticket(this, key, mine));
                case InWork _, Ignored _ -> new Sighting.Unanswered();
                case Answered(var reply, var _) -> new Sighting.Answered(reply);
            };
        }

        boolean settle(Key key, Entry mine, Entry entry) {
            if (!entries.replace(key, mine, entry)) {
                return false;
            }
            order.lock();
            try {
                settled.add(new Settled(key, entry));
                removeOld();
            } finally {
                order.unlock();
            }
            return true;
        }

        void sweep() {
            order.lock();
            try {
                removeOld();
            } finally {
                order.unlock();
            }
        }

        private void removeOld() {
            for (var oldest = settled.peek();
                    oldest != null && (settled.size() > settledPerClient || isOver(oldest.entry()));
                    oldest = settled.peek()) {
                entries.remove(oldest.key(), oldest.entry());
                settled.remove();
            }
        }

        private long end() {
            return nanoTime.getAsLong() + AFTER_REPLY.toNanos();
        }

        private boolean isOver(Entry entry) {
            return switch (entry) {
                case InWork _ -> false;
                case Answered(var _, long until) -> nanoTime.getAsLong() - until > 0;
                case Ignored(long until) -> nanoTime.getAsLong() - until > 0;
            };
        }
    }

    /** Its hash is asked for several times. */
    private static final class Key {
        private final InetSocketAddress peer;
        private final int identifier;
        private final Octets authenticator;
        private final int hash;

        private Key(InetSocketAddress peer, int identifier, Octets authenticator) {
            this.peer = peer;
            this.identifier = identifier;
            this.authenticator = authenticator;
            this.hash = 31 * authenticator.hashCode() + 256 * peer.getPort() + identifier;
        }

        static Key of(Authentic request) {
            return new Key(
                    request.peer(),
                    request.packet().identifier(),
                    request.packet().authenticator());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && hash == that.hash
                    && identifier == that.identifier
                    && authenticator.equals(that.authenticator)
                    && peer.equals(that.peer);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** One that has its end. */
    private record Settled(Key key, Entry entry) {}

    private sealed interface Entry {}

    /** One sighting that waits to be settled; equal to itself alone. */
    private static final class InWork implements Entry {}

    private record Answered(Octets reply, long until) implements Entry {}

    private record Ignored(long until) implements Entry {}
}
