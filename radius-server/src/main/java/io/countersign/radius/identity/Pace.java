package io.countersign.radius.identity;

import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Holds up whoever is turned away until a beat after the request came: a multiple of a time that is longer than any check takes on a server
 * that is not overloaded. What was looked up and computed until then does not show in the time of the answer.
 */
final class Pace {
    /** Longer than a hash on a slow machine, shorter than anybody who mistyped would notice. */
    static final Duration BEAT = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Rest rest;

    /** How time is spent. */
    interface Rest {
        /** Returns when the time is over. */
        void take(Duration time) throws InterruptedException;
    }

    /** Sleeps by the clock of the operating system. */
    Pace(InstantSource clock) {
        this(clock, Thread::sleep);
    }

    Pace(InstantSource clock, Rest rest) {
        this.clock = clock;
        this.rest = rest;
    }

    /** Waits for the next beat. Ends early, leaving the thread interrupted, if the thread is interrupted. */
    void holdUp(Instant receivedAt) {
        Waiting.begin();
        long since = Duration.between(receivedAt, clock.instant()).toNanos();
        try {
            rest.take(Duration.ofNanos(BEAT.toNanos() - Math.floorMod(since, BEAT.toNanos())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it is too late to answer anyhow
        }
    }
}
