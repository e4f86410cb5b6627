package io.countersign.radius.access;

import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Holds up whoever is turned away until a beat after the request came: a multiple of a time that is longer than any check takes on a server
 * that is not overloaded. What was looked up and computed until then does not show in the time of the answer. Safe for use by many threads.
 */
public final class Pace {
    /** Longer than a hash on a slow machine, shorter than anybody who mistyped would notice. */
    static final Duration BEAT = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Rest rest;

    /** How time is spent. */
    @FunctionalInterface
    interface Rest {
        /** Returns when the time is over. */
        void take(Duration time) throws InterruptedException;
    }

    /** Sleeps by the clock of the operating system; of the given one are the times at which requests came. */
    public Pace(InstantSource clock) {
        this(clock, Pace::sleep);
    }

    Pace(InstantSource clock, Rest rest) {
        this.clock = clock;
        this.rest = rest;
    }

    /** For requests that only an administrator tries: nobody is held up. */
    public static Pace none() {
        return new Pace(InstantSource.fixed(Instant.EPOCH), _ -> {});
    }

    /** Waits for the next beat. Ends early, leaving the thread interrupted, if the thread is interrupted. */
    void holdUp(Instant receivedAt) {
        hold(BEAT.toNanos() - Math.floorMod(since(receivedAt), BEAT.toNanos()));
    }

    /** The same, for what has a time of its own: no longer than to the first beat, so that nobody waits who has waited longer already. */
    void holdUpOnce(Instant receivedAt) {
        long since = since(receivedAt);
        if (since >= 0 && since < BEAT.toNanos()) {
            hold(BEAT.toNanos() - since);
        }
    }

    private long since(Instant receivedAt) {
        return Duration.between(receivedAt, clock.instant()).toNanos();
    }

    private void hold(long nanos) {
        try {
            rest.take(Duration.ofNanos(nanos));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it is too late to answer anyhow
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        Waiting.begin();
        Thread.sleep(time);
    }
}
