package io.countersign.radius.exchange;

import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.packet.VendorSpecific;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long clients wait for their answers, as their Access-Requests show it. For administrators alone: nothing of it changes a decision.
 *
 * <p>Only a request that takes its time shows anything. A client that waits sends the same octets again, after a gap that stays the same or
 * doubles; when the next copy fails to come, it has given up. One that does not repeat shows it by asking anew: a request that says the
 * same as one in work. A person who tries again looks alike, so that this counts only when it happens twice after the same time. Of each
 * kind, the last {@value #SAMPLES} are looked at: a changed client is soon seen as it is, and a datagram that was lost does not count.
 *
 * <p>Safe for use by many threads.
 */
public final class ClientTraffic {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTraffic.class);

    private static final int SAMPLES = 20;
    private static final Duration TOLD_EVERY = Duration.ofHours(1);
    private static final long FORGOTTEN_AFTER = Duration.ofDays(7).toNanos();

    /** An RD Gateway may ask twice for one login at the same moment, and a browser for many pages. */
    private static final long SHORTEST_PATIENCE = Duration.ofSeconds(1).toNanos();

    private static final long ALIKE = Duration.ofSeconds(1).toNanos();

    private static final int MICROSOFT = 311;

    /** What differs though the same is said: passwords are hidden with the authenticator, and clocks go on. */
    private static final Set<Integer> NOT_WHAT_IS_SAID = Set.of(
            StandardAttributes.USER_PASSWORD,
            StandardAttributes.CHAP_PASSWORD,
            StandardAttributes.CHAP_CHALLENGE,
            StandardAttributes.PROXY_STATE,
            StandardAttributes.ACCT_DELAY_TIME,
            StandardAttributes.EVENT_TIMESTAMP,
            MessageAuthenticator.TYPE);

    /**
     * What was seen of a client; empty where its traffic has shown nothing.
     *
     * @param repeatsAfter how long it waits before it sends a request again, to the millisecond
     * @param givesUpAfter about how long it waits at all
     */
    public record Seen(Optional<Duration> repeatsAfter, Optional<Duration> givesUpAfter) {}

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, OfClient> byClient = new ConcurrentHashMap<>();

    /** Nothing seen yet. */
    public ClientTraffic(InstantSource clock) {
        this(clock, System::nanoTime);
    }

    /** With a clock as {@link System#nanoTime}. */
    ClientTraffic(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What was seen of each client by its name, of those that have shown anything since the start or for a week. */
    public SortedMap<String, Seen> seen() {
        SortedMap<String, Seen> seen = new TreeMap<>();
        byClient.forEach((name, client) -> {
            Seen now = client.seen();
            if (now.repeatsAfter().isPresent() || now.givesUpAfter().isPresent()) {
                seen.put(name, now);
            }
        });
        return seen;
    }

    /** A request is in work and takes its time. Its client waits until {@link Wait#ended}. */
    Wait begin(Authentic request) {
        return byClient.computeIfAbsent(request.client().name(), _ -> new OfClient())
                .begin(request);
    }

    /** The same octets have come again while their request was in work. */
    void repeated(Authentic request) {
        OfClient client = byClient.get(request.client().name());
        if (client != null) {
            client.repeated(said(request.packet()));
        }
    }

    /** Forgets clients that have shown nothing for a week. Called now and then. */
    void sweep() {
        byClient.values().removeIf(OfClient::isForgotten);
    }

    private static Octets said(Packet packet) {
        var lasting = packet.attributes().stream()
                .filter(attribute -> !NOT_WHAT_IS_SAID.contains(attribute.type())
                        && VendorSpecific.of(attribute)
                                .filter(specific -> specific.vendor() == MICROSOFT)
                                .isEmpty())
                .toList();
        return Fingerprint.of(packet.code(), lasting);
    }

    /** One request that its client waits for. */
    final class Wait {
        private final OfClient of;
        private final RadiusClient client;
        private final Octets said;
        private final long since;

        /** Guarded by the client's lock, as what follows. */
        private long lastCopy;

        private long gap;
        private OptionalLong askedAnewAfter = OptionalLong.empty();

        private Wait(OfClient of, RadiusClient client, Octets said, long since) {
            this.of = of;
            this.client = client;
            this.said = said;
            this.since = since;
            this.lastCopy = since;
        }

        /**
         * The request is not in work any more.
         *
         * @param answered whether a reply has gone out
         */
        void ended(boolean answered) {
            of.ended(this).filter(_ -> answered).ifPresent(this::tell);
        }

        private void tell(Duration gaveUpAfter) {
            if (of.told.isDue(clock.instant())) {
                LOG.warn(
                        "{}: gave up a login after about {}, which was answered after {}; {}",
                        client.name(),
                        PatienceAdvice.text(gaveUpAfter),
                        PatienceAdvice.text(Duration.ofNanos(nanoTime.getAsLong() - since)),
                        PatienceAdvice.of(client.definition(), gaveUpAfter));
            }
        }
    }

    private final class OfClient {
        private final Seldom told = new Seldom(TOLD_EVERY);

        /** Guards what follows. */
        private final ReentrantLock lock = new ReentrantLock();

        private final Map<Octets, Wait> inWork = new HashMap<>();
        private final Deque<Long> gaps = new ArrayDeque<>();
        private final Deque<Long> patiences = new ArrayDeque<>();
        private final Deque<Long> askedAnew = new ArrayDeque<>();
        private long lastSeen = nanoTime.getAsLong();

        Wait begin(Authentic request) {
            Octets said = said(request.packet());
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                lastSeen = now;
                var wait = new Wait(this, request.client(), said, now);
                Wait before = inWork.put(said, wait);
                if (before != null && now - before.since >= SHORTEST_PATIENCE) {
                    before.askedAnewAfter = OptionalLong.of(now - before.since);
                    sample(askedAnew, now - before.since);
                }
                return wait;
            } finally {
                lock.unlock();
            }
        }

        void repeated(Octets said) {
            lock.lock();
            try {
                Wait wait = inWork.get(said);
                if (wait != null) {
                    long now = nanoTime.getAsLong();
                    wait.gap = now - wait.lastCopy;
                    wait.lastCopy = now;
                    sample(gaps, wait.gap);
                }
            } finally {
                lock.unlock();
            }
        }

        /** After how long the client had given the request up, if it has. */
        Optional<Duration> ended(Wait wait) {
            lock.lock();
            try {
                inWork.remove(wait.said, wait);
                lastSeen = nanoTime.getAsLong();
                if (hasCeased(wait, lastSeen)) {
                    long patience = wait.lastCopy + wait.gap - wait.since;
                    sample(patiences, patience);
                    return Optional.of(Duration.ofNanos(patience));
                }
                return wait.askedAnewAfter.isPresent() && isUsual(wait.askedAnewAfter.getAsLong())
                        ? Optional.of(Duration.ofNanos(wait.askedAnewAfter.getAsLong()))
                        : Optional.empty();
            } finally {
                lock.unlock();
            }
        }

        /** A copy is due after the same gap or twice the same, or a little more. */
        private static boolean hasCeased(Wait wait, long now) {
            return wait.gap > 0 && now - wait.lastCopy > wait.gap * 5 / 2;
        }

        private boolean isUsual(long patience) {
            return askedAnew.stream()
                            .filter(other -> Math.abs(other - patience) <= ALIKE)
                            .count()
                    > 1;
        }

        Seen seen() {
            lock.lock();
            try {
                OptionalLong gap = gaps.stream().mapToLong(Long::longValue).min();
                OptionalLong patience = patiences.isEmpty() ? usual() : longest(patiences);
                return new Seen(duration(gap), duration(patience));
            } finally {
                lock.unlock();
            }
        }

        private OptionalLong usual() {
            return longest(askedAnew.stream().filter(this::isUsual).toList());
        }

        private static OptionalLong longest(Collection<Long> samples) {
            return samples.stream().mapToLong(Long::longValue).max();
        }

        private static Optional<Duration> duration(OptionalLong nanos) {
            return nanos.isPresent()
                    ? Optional.of(Duration.ofMillis(
                            Duration.ofNanos(nanos.getAsLong()).toMillis()))
                    : Optional.empty();
        }

        private static void sample(Deque<Long> samples, long sample) {
            samples.addLast(sample);
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
        }

        boolean isForgotten() {
            lock.lock();
            try {
                return inWork.isEmpty() && nanoTime.getAsLong() - lastSeen > FORGOTTEN_AFTER;
            } finally {
                lock.unlock();
            }
        }
    }
}
