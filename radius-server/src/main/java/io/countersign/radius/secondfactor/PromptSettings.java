package io.countersign.radius.secondfactor;

import java.time.Duration;

/**
 * How often users are prompted.
 *
 * @param notApprovedInARow 1 to 1,000; so many prompts in a row that the user refused bring a pause; 5 if not said
 * @param pause 1 s to 1 day; counted from the last such prompt; 10 min if not said
 * @param sentCodesPerDay 1 to 1,000; so many codes are sent to a user within a day; 20 if not said
 */
public record PromptSettings(int notApprovedInARow, Duration pause, int sentCodesPerDay) {
    /** The most that {@code notApprovedInARow} may be. */
    public static final int MOST_IN_A_ROW = 1_000;

    /** The least that {@code pause} may be. */
    public static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** The most that {@code pause} may be. */
    public static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /** The most that {@code sentCodesPerDay} may be. */
    public static final int MOST_CODES_PER_DAY = 1_000;

    /** What holds where the settings say nothing. */
    public static final PromptSettings DEFAULT = new PromptSettings(5, Duration.ofMinutes(10), 20);

    /** Checks the ranges. */
    public PromptSettings {
        if (notApprovedInARow < 1
                || notApprovedInARow > MOST_IN_A_ROW
                || pause.compareTo(SHORTEST_PAUSE) < 0
                || pause.compareTo(LONGEST_PAUSE) > 0
                || sentCodesPerDay < 1
                || sentCodesPerDay > MOST_CODES_PER_DAY) {
            throw new IllegalArgumentException("out of range: " + notApprovedInARow + " in a row, pause " + pause + ", "
                    + sentCodesPerDay + " codes a day");
        }
    }
}
