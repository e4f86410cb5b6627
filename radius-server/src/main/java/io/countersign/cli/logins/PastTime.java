package io.countersign.cli.logins;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.policy.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A time in the past as people type it, in the time zone of this machine if it names none: {@code 09:12} (today, or yesterday if that is still
 * to come), {@code 2026-11-28}, {@code 2026-11-28T09:12:37}, {@code 2026-11-28T08:12:37Z}, or {@code 30m} ago.
 *
 * @param from the first instant that is meant
 * @param length how long the time is that is meant: a second, a minute, a day
 */
record PastTime(Instant from, Duration length) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** What an option says. */
    static PastTime read(String option, String text, ZonedDateTime now) {
        return Stream.<Supplier<Optional<PastTime>>>of(
                        () -> ago(text, now),
                        () -> time(text, now),
                        () -> date(text, now),
                        () -> dateAndTime(text, now))
                .flatMap(form -> form.get().stream())
                .findFirst()
                .orElseThrow(() -> CommandRefused.invalid(option + " is a time such as 09:12, 2026-11-28,"
                        + " 2026-11-28T09:12 or 30m (ago), not \"" + text + "\""));
    }

    /** The last instant that is meant. */
    Instant until() {
        return from.plus(length).minusNanos(1);
    }

    private static Optional<PastTime> ago(String text, ZonedDateTime now) {
        return YamlValue.duration(text).map(ago -> new PastTime(now.toInstant().minus(ago), SECOND));
    }

    private static Optional<PastTime> time(String text, ZonedDateTime now) {
        return parsed(() -> LocalTime.parse(text)).map(time -> {
            var today = now.with(time);
            return new PastTime((today.isAfter(now) ? today.minusDays(1) : today).toInstant(), precision(text));
        });
    }

    private static Optional<PastTime> date(String text, ZonedDateTime now) {
        return parsed(() -> LocalDate.parse(text))
                .map(date -> new PastTime(date.atStartOfDay(now.getZone()).toInstant(), DAY));
    }

    private static Optional<PastTime> dateAndTime(String text, ZonedDateTime now) {
        var joined = text.replace(' ', 'T');
        return parsed(() -> LocalDateTime.parse(joined).atZone(now.getZone()).toInstant())
                .or(() -> parsed(() -> OffsetDateTime.parse(joined).toInstant()))
                .map(at -> new PastTime(at, precision(text)));
    }

    /** One colon: a minute is meant; two: a second. */
    private static Duration precision(String text) {
        return text.replaceAll("[+-]\\d\\d:\\d\\d$", "")
                                .chars()
                                .filter(c -> c == ':')
                                .count()
                        == 1
                ? MINUTE
                : SECOND;
    }

    private static <T> Optional<T> parsed(Supplier<T> parsing) {
        try {
            return Optional.of(parsing.get());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
