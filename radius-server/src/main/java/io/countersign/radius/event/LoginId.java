package io.countersign.radius.event;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The name of a login: eight characters that can be read out over a telephone, without I, L, O and U (Crockford's Base32). It tells the minute
 * in which the login began, so that one of last year is found without looking through the year.
 *
 * <p>Forty bits: twenty of the minute, which come again after 728 days, and twenty that count within it, from a random start. Then they are
 * mixed, so that two neighbours look nothing alike and a character misheard leads to no other login of the same minute. No secret.
 */
public final class LoginId {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CHARACTERS = 8;
    private static final int BITS_OF_CHARACTER = 5;
    private static final int HALF = 20;
    private static final long LOW = (1L << HALF) - 1;
    private static final long ALL = (1L << (2 * HALF)) - 1;
    private static final Pattern BETWEEN_CHARACTERS = Pattern.compile("[\\s-]+");

    // Odd, so that multiplying by them can be undone; chosen at random.
    private static final long FIRST = 0x9E3779B97FL;
    private static final long SECOND = 0xC2B2AE3D27L;
    private static final long UNDO_FIRST = inverse(FIRST);
    private static final long UNDO_SECOND = inverse(SECOND);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The one given last, before it was mixed. */
    private static final AtomicLong LAST = new AtomicLong(-1);

    private LoginId() {}

    /** A new name for a login that begins now. Of one process all differ, up to a million a minute. Any thread. */
    public static String next(Instant now) {
        long minute = minute(now);
        return text(mixed(LAST.updateAndGet(last -> (minute << HALF) | next(last, minute))));
    }

    private static long next(long last, long minute) {
        return last >>> HALF == minute ? ((last + 1) & LOW) : RANDOM.nextInt(1 << HALF);
    }

    /** In groups of four, as people read it out: {@code 7KDM-39QP}. */
    public static String spoken(String id) {
        return id.substring(0, CHARACTERS / 2) + "-" + id.substring(CHARACTERS / 2);
    }

    /** What somebody typed as a name of a login, in its one spelling; empty if it cannot be one. */
    public static Optional<String> typed(String text) {
        String plain = BETWEEN_CHARACTERS
                .matcher(text)
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return plain.length() == CHARACTERS && plain.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                ? Optional.of(plain)
                : Optional.empty();
    }

    /** The minute in which a login began: the last that has this name, and not after the next minute from now on. */
    public static Instant began(String id, Instant now) {
        long minutesAgo = (minute(now.plus(MINUTE)) - (unmixed(number(id)) >>> HALF)) & LOW;
        return now.plus(MINUTE).truncatedTo(ChronoUnit.MINUTES).minus(MINUTE.multipliedBy(minutesAgo));
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), MINUTE.toSeconds()) & LOW;
    }

    private static long mixed(long number) {
        long half = (number * FIRST) & ALL;
        return ((half ^ (half >>> HALF)) * SECOND) & ALL;
    }

    private static long unmixed(long mixed) {
        long half = (mixed * UNDO_SECOND) & ALL;
        return ((half ^ (half >>> HALF)) * UNDO_FIRST) & ALL;
    }

    /** By Newton's method: each round doubles the bits that are right, of which an odd number has three at the beginning. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int right = 3; right < 2 * HALF; right *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    private static String text(long number) {
        var text = new char[CHARACTERS];
        for (int i = CHARACTERS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) ((number >>> ((CHARACTERS - 1 - i) * BITS_OF_CHARACTER)) & 31));
        }
        return new String(text);
    }

    private static long number(String text) {
        return text.chars()
                .asLongStream()
                .reduce(0, (number, c) -> (number << BITS_OF_CHARACTER) | ALPHABET.indexOf((int) c));
    }
}
