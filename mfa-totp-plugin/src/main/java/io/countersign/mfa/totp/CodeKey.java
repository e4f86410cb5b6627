package io.countersign.mfa.totp;

import java.time.Duration;
import java.time.Instant;

/**
 * What an authenticator app and this server must agree on to compute the same codes. Fixed when a token is enrolled.
 *
 * @param digits 6 to 8; 7 only if a token came with them
 * @param period the length of a step, 5 s to 120 s, whole seconds
 */
record CodeKey(Seed seed, Algorithm algorithm, int digits, Duration period) {
    static CodeKey of(Seed seed, TotpSettings settings) {
        return new CodeKey(seed, settings.algorithm(), settings.digits(), settings.period());
    }

    String code(long step) {
        return Hotp.code(seed, algorithm, step, digits);
    }

    /** The step that a time lies in (RFC 6238 §4.2, with T0 = 0). */
    long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), period.toSeconds());
    }

    /** Whether it is what every app computes. */
    boolean isPlain() {
        return algorithm == Algorithm.SHA1 && digits == 6 && period.equals(Duration.ofSeconds(30));
    }

    String label() {
        return algorithm + ", " + digits + " digits, " + period.toSeconds() + " s";
    }
}
