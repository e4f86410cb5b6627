package io.countersign.policy.document;

import io.countersign.policy.DayAndTime;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** When something is tried: {@code Mon 10:00}, {@code 2026-12-31 23:59} or {@code 2026-12-31T23:59}. */
public final class CaseTime {
    private static final Pattern TIME = Pattern.compile("([A-Z][a-z]+|[0-9-]+)[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)");

    private CaseTime() {}

    /**
     * Reads a text; empty if it is no time.
     *
     * @param from a day of the week is this one or the first after it
     */
    public static Optional<LocalDateTime> read(String text, LocalDate from) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(day(matcher.group(1), from).atTime(LocalTime.parse(matcher.group(2))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static LocalDate day(String text, LocalDate from) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> DayAndTime.word(day).equals(text))
                .findFirst()
                .map(day -> from.with(TemporalAdjusters.nextOrSame(day)))
                .orElseGet(() -> LocalDate.parse(text));
    }
}
