package io.countersign.mfa.totp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

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
     * The step that a code belongs to; empty if it is none of this token's. It may be a {@linkplain #isUsed used} one.
     *
     * <p>Looked for around the present step as well as around where the app's clock should be by now, so that what was learnt of a clock
     * shuts nobody out once that clock is right; and at the last step that was accepted, whose code comes back when a login is repeated: it
     * is that one and no other, or whoever knows it could try it in every window without being counted.
     * Every step is compared in full, so that time tells nothing.
     */
    OptionalLong stepOf(String code, Instant now, int window) {
        var found = OptionalLong.empty();
        for (long step : steps(key.step(now), window)) {
            if (MessageDigest.isEqual(octets(key.code(step)), octets(code)) && !isLast(found)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private boolean isLast(OptionalLong step) {
        return step.isPresent() && step.getAsLong() == lastStep;
    }

    /** Ascending. */
    private long[] steps(long present, int window) {
        var around = LongStream.of(present, present + drift)
                .flatMap(middle -> LongStream.rangeClosed(middle - window, middle + window));
        return LongStream.concat(LongStream.of(lastStep), around)
                .filter(step -> step >= 0)
                .distinct()
                .sorted()
                .toArray();
    }

    /** Whether a code of this step or of a later one was accepted, so that none of this step can be any more. */
    boolean isUsed(long step) {
        return step <= lastStep;
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

    /** Its wrong answers are forgotten. */
    Token forgiven() {
        return with(Guesses.NONE);
    }

    /** Works again, and nothing is supposed of the app's clock. The last step stays: unlocking makes no used code valid. */
    Token unlocked() {
        return new Token(id, key, added, lastUsed, lastStep, 0, Guesses.NONE);
    }

    /** What an administrator reads of it. */
    String label() {
        var seconds = key.period().toSeconds() * Math.abs(drift);
        return key.label() + (drift == 0 ? "" : ", clock " + seconds + " s " + (drift > 0 ? "ahead" : "behind"));
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
