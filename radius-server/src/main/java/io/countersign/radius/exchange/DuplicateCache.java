package io.countersign.radius.exchange;

import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
     * Life. A request is in work from its first sighting until exactly one of handler and deadline settles it, however long that takes.
     * Afterwards its reply, or that it has none, is kept for 30 s. It is settled by the ticket of this very sighting: who succeeds sends the
     * reply, who comes second has nothing to send. So there is one reply to one request, in every race, and a straggler of an earlier
     * sighting cannot settle a later one.
     *
     * Bounds. Each client has entries of its own, so that a busy one cannot push out another's replies. Settled ones go in the order in
     * which they were settled, after their time or when there are too many. Those in work are bounded by the Dispatcher's limits instead:
     * what it refuses is forgotten here at once. All clients together have a bounded room too; before it is full, those that have the most let
     * their oldest go. A client of which nothing is known any more takes no room at all.
     */
    private static final Duration AFTER_REPLY = Duration.ofSeconds(30);

    /** Of all clients together. */
    private static final long OCTETS_KEPT = 64L << 20;

    private final ConcurrentMap<String, OfClient> byClient = new ConcurrentHashMap<>();
    private final int settledPerClient;
    private final LongSupplier nanoTime;
    private final ReplyRoom room;

    /** With a clock as {@link System#nanoTime}. */
    DuplicateCache(int settledPerClient, LongSupplier nanoTime) {
        this(settledPerClient, OCTETS_KEPT, nanoTime);
    }

    DuplicateCache(int settledPerClient, long octetsKept, LongSupplier nanoTime) {
        this.settledPerClient = settledPerClient;
        this.room = new ReplyRoom(octetsKept);
        this.nanoTime = nanoTime;
    }

    /** What is known of a request; from now on it is in work if it was not known. */
    Sighting seen(Authentic request) {
        RequestKey key = RequestKey.of(request);
        Optional<Sighting> sighting;
        do {
            sighting = byClient.computeIfAbsent(request.client().name(), _ -> new OfClient())
                    .seen(key);
        } while (sighting.isEmpty());
        return sighting.get();
    }

    /** Lets go of replies whose time is over, of clients that have none, and of the oldest where they take too much. Called now and then. */
    void sweep() {
        byClient.values().removeIf(OfClient::isOver);
        if (room.isScarce()) {
            long share = room.share(
                    byClient.values().stream().mapToLong(OfClient::octets).toArray());
            byClient.values().forEach(client -> client.shrinkTo(share));
        }
    }

    /** How many clients something is known of. */
    int clients() {
        return byClient.size();
    }

    /** How many octets the replies take that are kept. */
    long octets() {
        return room.taken();
    }

    /** How many requests are remembered. */
    long size() {
        return byClient.values().stream().mapToLong(OfClient::size).sum();
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
        private final RequestKey key;

        private Ticket(OfClient client, RequestKey key) {
            this.client = client;
            this.key = key;
        }

        /** Keeps the reply for repetitions. The caller sends it if, and only if, the answer is true. */
        boolean answer(Octets reply) {
            return client.settle(this, reply);
        }

        /** Leaves the request and its repetitions unanswered. */
        boolean ignore() {
            return client.settle(this, Octets.empty());
        }

        /** Forgets the request: a repetition is served anew. */
        boolean forget() {
            return client.forget(this);
        }
    }

    private final class OfClient {
        /** Guards what follows. */
        private final ReentrantLock lock = new ReentrantLock();

        private final Map<RequestKey, Ticket> inWork = new HashMap<>();
        private final SettledRequests settled = new SettledRequests(settledPerClient, room);

        /** On its way out of the map: what it would be told now, nobody would find again. */
        private boolean over;

        /** Empty if another one has taken its place, or is about to. */
        Optional<Sighting> seen(RequestKey key) {
            lock.lock();
            try {
                return over ? Optional.empty() : Optional.of(sighting(key));
            } finally {
                lock.unlock();
            }
        }

        private Sighting sighting(RequestKey key) {
            if (inWork.containsKey(key)) {
                return new Sighting.Unanswered();
            }
            Optional<Octets> reply = settled.find(key, nanoTime.getAsLong());
            if (reply.isPresent()) {
                return reply.get().length() == 0 ? new Sighting.Unanswered() : new Sighting.Answered(reply.get());
            }
            Ticket ticket = new Ticket(this, key);
            inWork.put(key, ticket);
            return new Sighting.First(ticket);
        }

        boolean settle(Ticket ticket, Octets reply) {
            lock.lock();
            try {
                boolean mine = inWork.remove(ticket.key, ticket);
                if (mine) {
                    settled.add(ticket.key, reply, nanoTime.getAsLong() + AFTER_REPLY.toNanos());
                }
                return mine;
            } finally {
                lock.unlock();
            }
        }

        boolean forget(Ticket ticket) {
            lock.lock();
            try {
                return inWork.remove(ticket.key, ticket);
            } finally {
                lock.unlock();
            }
        }

        /** Lets go of what is over; whether nothing is left, after which nothing comes any more. */
        boolean isOver() {
            lock.lock();
            try {
                settled.removeOver(nanoTime.getAsLong());
                if (inWork.isEmpty() && settled.size() == 0) {
                    over = true;
                    settled.clear();
                }
                return over;
            } finally {
                lock.unlock();
            }
        }

        void shrinkTo(long octets) {
            lock.lock();
            try {
                settled.shrinkTo(octets);
            } finally {
                lock.unlock();
            }
        }

        long octets() {
            lock.lock();
            try {
                return settled.octets();
            } finally {
                lock.unlock();
            }
        }

        long size() {
            lock.lock();
            try {
                return (long) inWork.size() + settled.size();
            } finally {
                lock.unlock();
            }
        }
    }
}
