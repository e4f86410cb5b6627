package io.countersign.radius.secondfactor;

import java.time.Duration;

/**
 * How often users are prompted.
 *
 * @param notApprovedInARow 1 to 1,000; so many prompts in a row without an approval bring a pause; 5 if not said
 * @param pause 1 s to 1 day; counted from the last such prompt; 10 min if not said
 */
public record PromptSettings(int notApprovedInARow, Duration pause) {
    /** What holds where the settings say nothing. */
    public static final PromptSettings DEFAULT = new PromptSettings(5, Duration.ofMinutes(10));

    /** Checks the ranges. */
    public PromptSettings {
        if (notApprovedInARow < 1 || notApprovedInARow > 1_000) {
            throw new IllegalArgumentException("not-approved-in-a-row must be 1 to 1000");
        }
        if (pause.compareTo(Duration.ofSeconds(1)) < 0 || pause.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("pause must be 1s to 1d");
        }
    }
}
