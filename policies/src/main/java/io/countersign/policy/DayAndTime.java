package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Days of the week and times of day, such as {@code Mon-Fri 06:00-22:00, Sat 08:00-12:00}; one of the ranges must hold.
 *
 * @param ranges at least one
 */
public record DayAndTime(List<Range> ranges) {
    private static final String DAY = "(Sun|Mon|Tue|Wed|Thu|Fri|Sat)";
    private static final Pattern RANGE = Pattern.compile(
            DAY + "(?:-" + DAY + ")?\\s+([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})", Pattern.CASE_INSENSITIVE);
    private static final int DAY_MINUTES = 24 * 60;

    /** Copies the list. */
    public DayAndTime {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("no days and times");
        }
    }

    /**
     * The same times on several days.
     *
     * @param from the first day
     * @param to the last day; one that is earlier in the week than the first wraps, so that {@code Sat-Mon} is three days
     * @param start minutes after midnight, included
     * @param end minutes after midnight, not included; later than start, 1440 at most
     */
    public record Range(DayOfWeek from, DayOfWeek to, int start, int end) {
        /** Checks the times. */
        public Range {
            if (start < 0 || start >= end || end > DAY_MINUTES) {
                throw new IllegalArgumentException("times out of range");
            }
        }

        private boolean contains(int day, int minute) {
            int sinceFirst = Math.floorMod(day - from.getValue(), 7);
            int days = Math.floorMod(to.getValue() - from.getValue(), 7);
            return sinceFirst <= days && minute >= start && minute < end;
        }

        /** As documents write it. */
        @Override
        public String toString() {
            String days = from == to ? word(from) : word(from) + "-" + word(to);
            return String.format(
                    Locale.ROOT, "%s %02d:%02d-%02d:%02d", days, start / 60, start % 60, end / 60, end % 60);
        }
    }

    /**
     * Reads ranges separated by commas.
     *
     * @throws IllegalArgumentException with a message for the administrator: what is wrong, a semicolon, and what to write instead
     */
    public static DayAndTime parse(String text) {
        return new DayAndTime(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(DayAndTime::range)
                .toList());
    }

    /** Whether the local day and time of the moment are in one of the ranges. */
    public boolean contains(ZonedDateTime at) {
        return contains(at.getDayOfWeek().getValue(), at.get(ChronoField.MINUTE_OF_DAY));
    }

    /** The same for a day from 1 for Monday to 7, and a minute of the day. */
    boolean contains(int day, int minute) {
        for (Range range : ranges) {
            if (range.contains(day, minute)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every moment of this is in the other. */
    public boolean isWithin(DayAndTime other) {
        BitSet beyond = minutes();
        beyond.andNot(other.minutes());
        return beyond.isEmpty();
    }

    /** Whether there is a moment in both. */
    public boolean overlaps(DayAndTime other) {
        return minutes().intersects(other.minutes());
    }

    /** Whether it is every moment of the week. */
    public boolean isAlways() {
        return minutes().cardinality() == 7 * DAY_MINUTES;
    }

    /** The minutes of the week. */
    private BitSet minutes() {
        BitSet minutes = new BitSet(7 * DAY_MINUTES);
        for (Range range : ranges) {
            int days = Math.floorMod(range.to.getValue() - range.from.getValue(), 7);
            for (int day = 0; day <= days; day++) {
                int midnight = Math.floorMod(range.from.getValue() + day, 7) * DAY_MINUTES;
                minutes.set(midnight + range.start, midnight + range.end);
            }
        }
        return minutes;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(joining(", "));
    }

    /** A day as documents write it. */
    public static String word(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static Range range(String text) {
        Matcher matcher = RANGE.matcher(text);
        Optional<int[]> times = matcher.matches() ? times(matcher) : Optional.empty();
        if (times.isEmpty()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a day and time; write days and times such as Mon-Fri 06:00-22:00 or Sat 00:00-24:00");
        }
        DayOfWeek from = day(matcher.group(1));
        DayOfWeek to = matcher.group(2) == null ? from : day(matcher.group(2));
        int start = times.get()[0];
        int end = times.get()[1];
        if (end <= start) {
            throw new IllegalArgumentException("\"" + text + "\" goes past midnight; write two ranges, \""
                    + beforeAndAfterMidnight(from, to, start, end) + "\"");
        }
        return new Range(from, to, start, end);
    }

    private static Optional<int[]> times(Matcher matcher) {
        int start = minutes(matcher.group(3), matcher.group(4));
        int end = minutes(matcher.group(5), matcher.group(6));
        return start < 0 || start == DAY_MINUTES || end < 0 ? Optional.empty() : Optional.of(new int[] {start, end});
    }

    private static int minutes(String hours, String minutes) {
        int hour = Integer.parseInt(hours);
        int minute = Integer.parseInt(minutes);
        int all = hour * 60 + minute;
        return minute < 60 && all <= DAY_MINUTES ? all : -1;
    }

    private static DayOfWeek day(String word) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> word(day).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow();
    }

    private static String beforeAndAfterMidnight(DayOfWeek from, DayOfWeek to, int start, int end) {
        Range before = new Range(from, to, start, DAY_MINUTES);
        return end == 0 ? before.toString() : before + ", " + new Range(from.plus(1), to.plus(1), 0, end);
    }
}
