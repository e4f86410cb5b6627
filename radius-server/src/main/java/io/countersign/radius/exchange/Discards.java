package io.countersign.radius.exchange;

import io.countersign.policy.AddressText;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.DiscardReason;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
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

    /** Stands for all addresses that are no client's. */
    public static final String UNKNOWN = "unknown";

    /** What only the client's administrator can mend: it is no request of this client, or none that may be believed. */
    private static final Set<DiscardReason> NOT_AUTHENTIC = Set.copyOf(EnumSet.of(
            DiscardReason.MESSAGE_AUTHENTICATOR_MISSING,
            DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP,
            DiscardReason.MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE,
            DiscardReason.MESSAGE_AUTHENTICATOR_WRONG,
            DiscardReason.MESSAGE_AUTHENTICATOR_REPEATED,
            DiscardReason.MESSAGE_AUTHENTICATOR_LENGTH));

    /**
     * What was discarded of a client in the last hour.
     *
     * @param client its name, or {@link #UNKNOWN} for all addresses that are no client's
     * @param reason the name of a {@link DiscardReason}
     * @param keptOut whether that may be why no Access-Request of the client was taken since
     * @param advice what it means and what mends it, such as to follow the client's name
     */
    public record Recent(String client, String reason, long count, boolean keptOut, String advice) {}

    private final InstantSource clock;
    private final DiscardCounts counts;

    /** The clients whose requests an NPS sends, of those of which something was discarded. */
    private final Set<String> withNps = ConcurrentHashMap.newKeySet();

    private final ConcurrentMap<Source, LongAdder> untold = new ConcurrentHashMap<>();
    private final Seldom summary = Seldom.onceAMinute();
    private final Seldom errors = Seldom.onceAMinute();

    /** No discards yet. */
    public Discards(InstantSource clock) {
        this(clock, (_, _, _) -> {});
    }

    /** No discards yet, and somebody who shows their numbers. */
    public Discards(InstantSource clock, Shown shown) {
        this.clock = clock;
        this.counts = new DiscardCounts(clock, (kind, count) -> shown.begins(kind.client(), kind.reason(), count));
        summary.isDue(clock.instant()); // the first minute is not over yet
    }

    /** Shows how many there were since the start. */
    @FunctionalInterface
    public interface Shown {
        /** Once for each client ({@link #UNKNOWN} for whoever is none) and reason that occurs; on a listener's thread. */
        void begins(String client, DiscardReason reason, LongSupplier count);
    }

    /** How many datagrams were discarded since the start, by reason; without the reasons that never occurred. */
    Map<DiscardReason, Long> totals() {
        Map<DiscardReason, Long> sums = new EnumMap<>(DiscardReason.class);
        counts.sinceTheStart().forEach((kind, count) -> sums.merge(kind.reason(), count, Long::sum));
        return sums;
    }

    /** What was discarded within the last hour, by client and reason, without repetitions, which healthy clients send. */
    public List<Recent> inTheLastHour() {
        return counts.inTheLastHour().entrySet().stream()
                .filter(counted -> counted.getKey().reason() != DiscardReason.DUPLICATE)
                .map(counted -> recent(counted.getKey(), counted.getValue()))
                .sorted(Comparator.comparing(Recent::client).thenComparing(Recent::reason))
                .toList();
    }

    private Recent recent(DiscardCounts.Kind kind, long count) {
        boolean keptOut = NOT_AUTHENTIC.contains(kind.reason()) && !counts.wasTakenInTheLastHour(kind.client());
        var source = new Source(kind.client(), kind.reason(), withNps.contains(kind.client()));
        return new Recent(kind.client(), kind.reason().name(), count, keptOut, advice(source));
    }

    void count(RadiusClient client, DiscardReason reason) {
        boolean nps = PatienceAdvice.isNps(client.definition());
        var _ = nps ? withNps.add(client.name()) : withNps.remove(client.name());
        counts.discarded(new DiscardCounts.Kind(client.name(), reason));
        tell(new Source(client.name(), reason, nps));
    }

    /** A request for a login was well-formed and authentic. */
    void taken(RadiusClient client) {
        counts.taken(client.name());
    }

    void countUnknown(InetAddress address) {
        counts.discarded(new DiscardCounts.Kind(UNKNOWN, DiscardReason.CLIENT_UNKNOWN));
        boolean crowded = untold.size() > UNKNOWN_ADDRESSES;
        tell(new Source(crowded ? "other addresses" : AddressText.of(address), DiscardReason.CLIENT_UNKNOWN, false));
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

    private void tell(Source source) {
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
        counts.sweep();
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

    /** What it means that requests of a client are discarded, and what mends it; such as to follow its name. */
    static String advice(RadiusClient client, DiscardReason reason) {
        return advice(new Source(client.name(), reason, PatienceAdvice.isNps(client.definition())));
    }

    private static String advice(Source source) {
        return source.nps() ? DiscardAdvice.forNps(source.reason()) : DiscardAdvice.of(source.reason());
    }

    /** Who, and whether it is Microsoft's NPS. */
    record Source(String name, DiscardReason reason, boolean nps) {}
}
