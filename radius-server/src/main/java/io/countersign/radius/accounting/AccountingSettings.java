package io.countersign.radius.accounting;

import java.time.Duration;

/**
 * How accounting is kept.
 *
 * @param keep how long records, and sessions that are over, are kept; 1 day to 10 years, default 90 days
 */
public record AccountingSettings(Duration keep) {
    /** The shortest. */
    public static final Duration SHORTEST = Duration.ofDays(1);

    /** The longest. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    /** What is so if nothing else is said. */
    public static final AccountingSettings DEFAULT = new AccountingSettings(Duration.ofDays(90));

    /** Checks the range. */
    public AccountingSettings {
        if (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the time to keep accounting is out of range");
        }
    }
}
