package io.countersign.mfa.totp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One authenticator app of one user, with what must be remembered of its codes. Immutable; a login makes a new one of it.
 *
 * @param lastStep the step of the last code that was accepted; no code of it or of an earlier step is accepted again
 * @param drift how many steps the app's clock is ahead of ours, as its accepted codes have shown; -10 to 10
 */
record Token(
        String id, CodeKey key, Instant added, Optional<Instant> lastUsed, long lastStep, int drift, Guesses guesses) {
    private static final int MOST_DRIFT = 10;
    private static final long NO_STEP = -1;

    static Token enrolled(String id, CodeKey key, Instant now) {
        return new Token(id, key, now, Optional.empty(), NO_STEP, 0, Guesses.NONE);
    }

    /**
     * The step that a code belongs to, if it is within the window and has not been used. Every step of the window is compared in full,
     * so that time tells nothing.
     */
    OptionalLong stepOf(String answer, Instant now, int window) {
        var found = OptionalLong.empty();
        long middle = key.step(now) + drift;
        for (long step = middle - window; step <= middle + window; step++) {
            boolean equal = MessageDigest.isEqual(octets(key.code(step)), octets(answer));
            if (equal && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** After a right code. The drift follows by one step a login at most, so that one code cannot move the window away. */
    Token accepted(long step, Instant now) {
        long ahead = Math.clamp(step - key.step(now) - drift, -1L, 1L);
        int next = Math.clamp(drift + ahead, -MOST_DRIFT, MOST_DRIFT);
        return new Token(id, key, added, Optional.of(now), step, next, Guesses.NONE);
    }

    /** After a wrong answer. */
    Token refused(TotpSettings settings) {
        return with(guesses.another(settings));
    }

    /** Works again, if it was locked. The last step stays: unlocking makes no used code valid. */
    Token forgiven() {
        return with(Guesses.NONE);
    }

    boolean locked() {
        return guesses.locked();
    }

    private Token with(Guesses next) {
        return new Token(id, key, added, lastUsed, lastStep, drift, next);
    }

    private static byte[] octets(String code) {
        return code.getBytes(StandardCharsets.UTF_8);
    }
}
