package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Stops prompt bombing: after some prompts in a row that a user did not approve, the user is left in peace for a while. An approval
 * starts the count anew. Kept in memory, for the users who were prompted last.
 */
final class PromptLimits {
    private static final long USERS = 100_000;

    private final PromptSettings settings;
    private final Cache<String, Integer> notApprovedInARow;

    PromptLimits(PromptSettings settings, InstantSource clock) {
        this.settings = settings;
        this.notApprovedInARow = Caffeine.newBuilder()
                .maximumSize(USERS)
                .expireAfterWrite(settings.pause())
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    boolean mustPause(String user) {
        Integer count = notApprovedInARow.getIfPresent(user);
        return count != null && count >= settings.notApprovedInARow();
    }

    void approved(String user) {
        notApprovedInARow.invalidate(user);
    }

    void notApproved(String user) {
        notApprovedInARow.asMap().merge(user, 1, Integer::sum);
    }
}
