package io.countersign.mfa;

import java.util.Objects;

/**
 * What a check of a factor found, for {@code countersign doctor}.
 *
 * @param subject what was checked, in a few words, such as {@code push certificate}
 * @param text what was found, and the fix where something is wrong; carries no secret
 */
public record MfaFinding(Level level, String subject, String text) {
    /** Checks that nothing is missing. */
    public MfaFinding {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
    }

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** Works today, but somebody should look. */
        WARNING,
        /** Logins fail. */
        FAULT
    }
}
