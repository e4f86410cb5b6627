package io.countersign.radius.exchange;

import io.countersign.policy.AddressText;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.DiscardReason;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the datagrams that are met with silence, and tells of them: the first of each client and reason at once, the
 * others in one line a minute.
 *
 * <p>Anyone can make us discard, so that a line for each would let anyone fill the disk.
 */
public final class Discards {
    private static final Logger LOG = LoggerFactory.getLogger(Discards.class);

    /** Unknown addresses told of by themselves within a minute; further ones share a line. */
    private static final int UNKNOWN_ADDRESSES = 20;

    /** All but what a healthy client does now and then. */
    private static final Set<DiscardReason> TOLD_AT_ONCE =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(DiscardReason.DUPLICATE, DiscardReason.SERVER_ERROR)));

    private final InstantSource clock;
    private final ConcurrentMap<DiscardReason, LongAdder> totals = new ConcurrentHashMap<>();
    private final ConcurrentMap<Source, LongAdder> untold = new ConcurrentHashMap<>();
    private final Seldom summary = Seldom.onceAMinute();
    private final Seldom errors = Seldom.onceAMinute();

    /** No discards yet. */
    public Discards(InstantSource clock) {
        this.clock = clock;
        summary.isDue(clock.instant()); // the first minute is not over yet
    }

    /** How many datagrams were discarded since the start, by reason; without the reasons that never occurred. */
    public Map<DiscardReason, Long> totals() {
        Map<DiscardReason, Long> sums = new EnumMap<>(DiscardReason.class);
        totals.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    void count(RadiusClient client, DiscardReason reason) {
        count(new Source(client.name(), reason, PatienceAdvice.isNps(client.definition())));
    }

    void countUnknown(InetAddress address) {
        boolean crowded = untold.size() > UNKNOWN_ADDRESSES;
        count(new Source(crowded ? "other addresses" : AddressText.of(address), DiscardReason.CLIENT_UNKNOWN, false));
    }

    /** Counts our own mistake; one a minute is logged whole. */
    void countError(RadiusClient client, Throwable mistake) {
        count(client, DiscardReason.SERVER_ERROR);
        if (errors.isDue(clock.instant())) {
            LOG.error("a request of {} failed; further failures are counted for a minute", client.name(), mistake);
        }
    }

    /** Logs a mistake that cost no datagram, one a minute. */
    void failed(String what, Throwable mistake) {
        if (errors.isDue(clock.instant())) {
            LOG.error("{} failed", what, mistake);
        }
    }

    private void count(Source source) {
        totals.computeIfAbsent(source.reason(), _ -> new LongAdder()).increment();
        var known = untold.putIfAbsent(source, new LongAdder());
        if (known != null) {
            known.increment();
        } else if (TOLD_AT_ONCE.contains(source.reason())) {
            LOG.warn("{}", first(source));
        } else {
            untold.computeIfAbsent(source, _ -> new LongAdder()).increment();
        }
    }

    /** Tells of the last minute if it is over. Whoever was quiet for a minute is told of at once again. */
    void tellWhenDue() {
        if (summary.isDue(clock.instant())) {
            untold.forEach((source, counter) -> {
                long count = counter.sumThenReset();
                if (count == 0) {
                    untold.remove(source);
                } else {
                    LOG.warn("{}", line(source, count));
                }
            });
        }
    }

    private static String first(Source source) {
        return source.name() + ": " + advice(source) + " [" + source.reason() + "]";
    }

    static String line(Source source, long count) {
        return source.name() + ": " + advice(source) + " [" + source.reason() + ", " + count + " in a minute]";
    }

    private static String advice(Source source) {
        return source.nps() ? DiscardAdvice.forNps(source.reason()) : DiscardAdvice.of(source.reason());
    }

    /** Who, and whether it is Microsoft's NPS. */
    record Source(String name, DiscardReason reason, boolean nps) {}
}
