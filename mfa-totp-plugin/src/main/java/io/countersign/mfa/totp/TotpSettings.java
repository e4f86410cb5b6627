package io.countersign.mfa.totp;

import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The settings {@code mfa: totp:}. Algorithm, digits and period hold for tokens that are enrolled from now on; those of earlier
 * ones stay as they were.
 *
 * @param issuer shown by the authenticator app, at most 64 characters and no colon; {@code Countersign} if not said
 * @param algorithm SHA1 if not said
 * @param digits 6 or 8; 6 if not said
 * @param period 5 s to 120 s, whole seconds; 30 s if not said
 * @param window how many steps before and after the present one are accepted; 0 to 10; 1 if not said
 * @param lockAfter so many wrong codes in a row lock a token until it is unlocked; 1 to 100; 5 if not said
 */
record TotpSettings(String issuer, Algorithm algorithm, int digits, Duration period, int window, int lockAfter) {
    private static final int LONGEST_ISSUER = 64;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    static TotpSettings read(MfaSettings settings) {
        var word = settings.text("algorithm").orElse(Algorithm.SHA1.name());
        return new TotpSettings(
                issuer(settings),
                Algorithm.of(word)
                        .orElseThrow(() -> new MfaSettingsException(
                                "algorithm", "there is no algorithm " + word + "; write SHA1, SHA256 or SHA512")),
                digits(settings),
                period(settings),
                settings.number("window", 0, 10).orElse(1),
                settings.number("lock-after", 1, 100).orElse(5));
    }

    private static String issuer(MfaSettings settings) {
        var issuer = settings.text("issuer").orElse("Countersign").strip();
        if (issuer.isEmpty()) {
            throw new MfaSettingsException("issuer", "write the name that the authenticator app shows");
        }
        if (issuer.contains(":")) {
            throw new MfaSettingsException(
                    "issuer",
                    "write it without a colon: apps take what follows one for the user's name, or refuse the QR code");
        }
        if (issuer.codePointCount(0, issuer.length()) > LONGEST_ISSUER
                || issuer.codePoints().anyMatch(Character::isISOControl)) {
            throw new MfaSettingsException(
                    "issuer",
                    "write at most " + LONGEST_ISSUER + " characters in one line: it has to fit into a QR code");
        }
        return issuer;
    }

    private static int digits(MfaSettings settings) {
        int digits = settings.number("digits", 6, 8).orElse(6);
        if (digits == 7) {
            throw new MfaSettingsException("digits", "authenticator apps show 6 or 8 digits; write one of these");
        }
        return digits;
    }

    /** Whether a period is of whole seconds, 5 s to 120 s. */
    static boolean isPossible(Duration period) {
        return period.compareTo(SHORTEST) >= 0
                && period.compareTo(LONGEST) <= 0
                && period.truncatedTo(ChronoUnit.SECONDS).equals(period);
    }

    private static Duration period(MfaSettings settings) {
        var period = settings.duration("period").orElse(Duration.ofSeconds(30));
        if (!isPossible(period)) {
            throw new MfaSettingsException(
                    "period", "write whole seconds from 5s to 120s; authenticator apps expect 30s");
        }
        return period;
    }
}
