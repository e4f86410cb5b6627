package io.countersign.radius.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of whether a client signs that is set to {@code learn}. It can only become stricter: whoever could make the server forget
 * could make it take unsigned requests again.
 *
 * @param since when the administrator set the client to learn
 * @param signedAt when its first signed request came
 */
public record Learning(Instant since, Optional<Instant> signedAt) {
    /** After this time requests must be signed, whatever came. */
    public static final Duration LONGEST = Duration.ofDays(14);

    /** Whether requests must be signed now. */
    public boolean isOver(Instant now) {
        return signedAt.isPresent() || !now.isBefore(end());
    }

    /** When it ends if no signed request comes. */
    public Instant end() {
        return since.plus(LONGEST);
    }
}
