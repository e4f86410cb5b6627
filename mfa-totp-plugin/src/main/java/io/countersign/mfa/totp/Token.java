package io.countersign.mfa.totp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One authenticator app of one user, with what must be remembered of its codes. Immutable; a login makes a new one of it.
 *
 * @param lastStep the step of the last code that was accepted; no code of it or of an earlier step is accepted again
 * @param drift how many steps the app's clock is ahead of ours, as its accepted codes have shown; -10 to 10
 * @param wrong wrong codes since the last right one
 * @param lastWrong a digest of the last wrong code, so that a client that repeats it does not count as guessing
 */
record Token(
        String id,
        Seed seed,
        Algorithm algorithm,
        int digits,
        Duration period,
        Instant added,
        Optional<Instant> lastUsed,
        long lastStep,
        int drift,
        int wrong,
        String lastWrong) {
    private static final int MOST_DRIFT = 10;
    private static final String VERSION = "1";

    static Token enrolled(String id, Seed seed, TotpSettings settings, Instant now) {
        return new Token(
                id,
                seed,
                settings.algorithm(),
                settings.digits(),
                settings.period(),
                now,
                Optional.empty(),
                -1,
                0,
                0,
                "");
    }

    /**
     * The step that a code belongs to, if it is within the window and has not been used. Every step of the window is compared in full,
     * so that time tells nothing.
     */
    OptionalLong stepOf(String code, Instant now, int window) {
        var found = OptionalLong.empty();
        long middle = step(now) + drift;
        for (long step = middle - window; step <= middle + window; step++) {
            boolean equal = MessageDigest.isEqual(ascii(Hotp.code(seed, algorithm, step, digits)), ascii(code));
            if (equal && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** After a right code. The drift follows by one step a login at most, so that one code cannot move the window away. */
    Token accepted(long step, Instant now) {
        long ahead = step - step(now) - drift;
        int next = drift + (int) Math.clamp(ahead, -1L, 1L);
        return new Token(
                id,
                seed,
                algorithm,
                digits,
                period,
                added,
                Optional.of(now),
                step,
                Math.clamp(next, -MOST_DRIFT, MOST_DRIFT),
                0,
                "");
    }

    /** After a wrong answer. The same one within the same step is not counted again. */
    Token refused(String answer, Instant now) {
        var digest = digest(answer, step(now));
        return digest.equals(lastWrong)
                ? this
                : new Token(id, seed, algorithm, digits, period, added, lastUsed, lastStep, drift, wrong + 1, digest);
    }

    Token unlocked() {
        return new Token(id, seed, algorithm, digits, period, added, lastUsed, lastStep, drift, 0, "");
    }

    boolean locked(TotpSettings settings) {
        return wrong >= settings.lockAfter();
    }

    String label() {
        return algorithm + ", " + digits + " digits, " + period.toSeconds() + " s";
    }

    /** As a record's value; {@link #read} reads it. */
    String write() {
        return String.join(
                "|",
                VERSION,
                id,
                seed.base32(),
                algorithm.name(),
                Integer.toString(digits),
                Long.toString(period.toSeconds()),
                Long.toString(added.getEpochSecond()),
                lastUsed.map(used -> Long.toString(used.getEpochSecond())).orElse(""),
                Long.toString(lastStep),
                Integer.toString(drift),
                Integer.toString(wrong),
                lastWrong);
    }

    static Token read(String value) {
        var fields = value.split("\\|", -1);
        if (fields.length != 12 || !fields[0].equals(VERSION)) {
            throw new IllegalStateException("a one-time code record of another version");
        }
        return new Token(
                fields[1],
                Seed.kept(fields[2]),
                Algorithm.valueOf(fields[3]),
                Integer.parseInt(fields[4]),
                Duration.ofSeconds(Long.parseLong(fields[5])),
                Instant.ofEpochSecond(Long.parseLong(fields[6])),
                fields[7].isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Long.parseLong(fields[7]))),
                Long.parseLong(fields[8]),
                Integer.parseInt(fields[9]),
                Integer.parseInt(fields[10]),
                fields[11]);
    }

    private long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), period.toSeconds());
    }

    private static String digest(String answer, long step) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest((step + ":" + answer).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] ascii(String code) {
        return code.getBytes(StandardCharsets.US_ASCII);
    }
}
