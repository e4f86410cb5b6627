package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/** Placeholder until merged. */
final class SeldomTold {
    private final Cache<String, Boolean> told;

    SeldomTold(InstantSource clock, Duration every) {
        this.told = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(every)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    boolean isDue(String what) {
        return told.asMap().putIfAbsent(what, true) == null;
    }
}
