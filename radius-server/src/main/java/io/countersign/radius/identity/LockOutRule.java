package io.countersign.radius.identity;

import java.time.Duration;

/**
 * When wrong passwords lock a local user's account.
 *
 * @param after so many wrong passwords, 3 to 100 …
 * @param lockFor … within such a time, 1 s to 24 h, lock the account for as long, counted from the last of them
 */
public record LockOutRule(int after, Duration lockFor) {
    /** The fewest that may lock: people mistype. */
    public static final int FEWEST = 3;

    /** The most. */
    public static final int MOST = 100;

    /** The shortest time. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest time: beyond a day it is for an administrator to disable the account. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** What holds where the settings say nothing. */
    public static final LockOutRule DEFAULT = new LockOutRule(10, Duration.ofMinutes(15));

    /** Checks the ranges. */
    public LockOutRule {
        if (after < FEWEST || after > MOST || lockFor.compareTo(SHORTEST) < 0 || lockFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a lock-out after " + after + " wrong passwords for " + lockFor);
        }
    }
}
