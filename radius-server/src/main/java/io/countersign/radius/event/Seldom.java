package io.countersign.radius.event;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Lets something be told once in an interval, however often it happens: anyone can make it happen. Safe for use by many threads. */
public final class Seldom {
    private final Duration interval;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /** Due at once, and then after each interval. */
    public Seldom(Duration interval) {
        this.interval = interval;
    }

    /** What the log tells of a fault that goes on. */
    public static Seldom onceAMinute() {
        return new Seldom(Duration.ofMinutes(1));
    }

    /** Whether it is the caller's turn to tell; true for one caller in an interval. A clock that was set back silences nobody for longer. */
    public boolean isDue(Instant now) {
        Instant planned = next.get();
        return isOver(planned, now) && next.compareAndSet(planned, now.plus(interval));
    }

    /** Whether nothing was told for an interval, so that a new one would do as well. */
    public boolean isForgettable(Instant now) {
        return isOver(next.get(), now);
    }

    private boolean isOver(Instant planned, Instant now) {
        return !now.isBefore(planned) || planned.isAfter(now.plus(interval));
    }
}
