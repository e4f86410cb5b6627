package io.countersign.radius.exchange;

import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.DiscardReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * How many datagrams of each client were discarded and why, since the start and in the last hour, and how many of its Access-Requests were
 * taken meanwhile. Safe for use by many threads; counting waits for nothing.
 */
final class DiscardCounts {
    /** The hour is one to this much longer. */
    static final Duration STEP = Duration.ofMinutes(5);

    private static final int STEPS = 12;
    private static final Moment START = new Moment(Map.of(), Map.of());

    /** Of which client; {@link Discards#UNKNOWN} for whoever is none. */
    record Kind(String client, DiscardReason reason) {}

    /** All counts at a time. */
    private record Moment(Map<Kind, Long> discarded, Map<String, Long> taken) {}

    private final InstantSource clock;
    private final BiConsumer<Kind, LongSupplier> firstOfItsKind;
    private final ConcurrentMap<Kind, LongAdder> discarded = new ConcurrentHashMap<>();

    /** Of those clients alone of which something was discarded. */
    private final ConcurrentMap<String, LongAdder> taken = new ConcurrentHashMap<>();

    private final Seldom step = new Seldom(STEP);

    /** Guards {@link #moments}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Moment> moments = new ArrayDeque<>();

    /**
     * Nothing counted yet.
     *
     * @param firstOfItsKind hears once of each kind that occurs, with its count since the start
     */
    DiscardCounts(InstantSource clock, BiConsumer<Kind, LongSupplier> firstOfItsKind) {
        this.clock = clock;
        this.firstOfItsKind = firstOfItsKind;
        step.isDue(clock.instant()); // the first step is not over yet
    }

    void discarded(Kind kind) {
        taken.putIfAbsent(kind.client(), new LongAdder());
        discarded.computeIfAbsent(kind, this::first).increment();
    }

    private LongAdder first(Kind kind) {
        var count = new LongAdder();
        firstOfItsKind.accept(kind, count::sum);
        return count;
    }

    /** An Access-Request of a client was well-formed and authentic. */
    void taken(String client) {
        var known = taken.get(client);
        if (known != null) {
            known.increment();
        }
    }

    Map<Kind, Long> sinceTheStart() {
        return sums(discarded);
    }

    /** The kinds that occurred in the last hour. */
    Map<Kind, Long> inTheLastHour() {
        var before = anHourAgo().discarded();
        var counts = sums(discarded);
        counts.replaceAll((kind, count) -> count - before.getOrDefault(kind, 0L));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Whether an Access-Request of a client was taken in the last hour, since something of it was discarded first. */
    boolean wasTakenInTheLastHour(String client) {
        var known = taken.get(client);
        return known != null && known.sum() > anHourAgo().taken().getOrDefault(client, 0L);
    }

    /** Lets an hour pass. Called now and then. */
    void sweep() {
        Instant now = clock.instant();
        if (step.isDue(now)) {
            lock.lock();
            try {
                moments.addLast(new Moment(sums(discarded), sums(taken)));
                if (moments.size() > STEPS + 1) {
                    moments.removeFirst();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Moment anHourAgo() {
        lock.lock();
        try {
            return moments.size() > STEPS ? moments.getFirst() : START;
        } finally {
            lock.unlock();
        }
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> counts) {
        var sums = new HashMap<K, Long>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }
}
