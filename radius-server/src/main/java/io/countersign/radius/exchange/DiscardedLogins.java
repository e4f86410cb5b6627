package io.countersign.radius.exchange;

import io.countersign.radius.event.DiscardedLogin;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.DiscardReason;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells of Access-Requests that were met with silence, so that who looks for a user's login finds these too: the first of each client, user and
 * reason at once, its repetitions by one more after a minute. Anyone can make names up, so that no more than {@value #MOST} are told a
 * minute, and the others by their number alone. Safe for use by many threads.
 */
public final class DiscardedLogins {
    private static final int MOST = 200;

    private final InstantSource clock;
    private final Consumer<DiscardedLogin> told;
    private final ConcurrentMap<Source, Seen> seen = new ConcurrentHashMap<>();
    private final Seldom summary = Seldom.onceAMinute();

    private record Source(String client, String userName, DiscardReason reason) {}

    /** Those after the first, and where the last came from. */
    private record Seen(AtomicLong repeated, InetSocketAddress peer, String detail) {}

    /** Tells somebody who does not wait. */
    public DiscardedLogins(InstantSource clock, Consumer<DiscardedLogin> told) {
        this.clock = clock;
        this.told = told;
        summary.isDue(clock.instant()); // the first minute is not over yet
    }

    /**
     * One more.
     *
     * @param client the name of a client, or the address of somebody unknown
     * @param detail what it means and what mends it
     */
    void discarded(String client, InetSocketAddress peer, String userName, DiscardReason reason, String detail) {
        var source = seen.size() < MOST ? new Source(client, userName, reason) : new Source("others", "", reason);
        var before = seen.putIfAbsent(source, new Seen(new AtomicLong(), peer, detail));
        if (before == null) {
            tell(source, peer, detail, 1);
        } else {
            before.repeated().incrementAndGet();
        }
    }

    /** Tells how often the last minute's came again, if it is over, and begins a new one. */
    void tellWhenDue() {
        if (summary.isDue(clock.instant())) {
            seen.forEach((source, last) -> {
                if (seen.remove(source, last) && last.repeated().get() > 0) {
                    tell(source, last.peer(), last.detail(), last.repeated().get());
                }
            });
        }
    }

    private void tell(Source source, InetSocketAddress peer, String detail, long times) {
        told.accept(new DiscardedLogin(
                clock.instant(),
                source.client(),
                peer,
                source.userName(),
                source.reason().name(),
                detail,
                times));
    }
}
