package io.countersign.radius.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A time of day that passes only when a test lets it pass. */
final class FakeTime implements InstantSource {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @Override
    public Instant instant() {
        return now.get();
    }

    void take(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
