package io.countersign.radius.nps;

import io.countersign.policy.DayAndTime;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Days and times as NPS writes them: {@code 0 00:00-24:00; 1 08:00-12:00 13:00-18:00}, 0 for Sunday. */
final class NpsTimes {
    private static final Pattern DAY = Pattern.compile("([0-6])((?:\\s+\\d\\d:\\d\\d-\\d\\d:\\d\\d)+)");

    private NpsTimes() {}

    /** The same as documents write it, days alike together; empty if it cannot be read. */
    static Optional<List<String>> read(String text) {
        var ofDays = new ArrayList<>(IntStream.range(0, 7).mapToObj(_ -> "").toList());
        for (var part : text.split(";", -1)) {
            var day = DAY.matcher(part.strip());
            if (!day.matches()) {
                return Optional.empty();
            }
            int number = Integer.parseInt(day.group(1));
            ofDays.set(number, (ofDays.get(number) + " " + day.group(2).strip().replaceAll("\\s+", " ")).strip());
        }
        var written = written(ofDays);
        return written.stream().allMatch(NpsTimes::isValid) ? Optional.of(written) : Optional.empty();
    }

    private static List<String> written(List<String> ofDays) {
        var written = new ArrayList<String>();
        for (int from = 0; from < 7; from++) {
            int to = from;
            while (to < 6 && ofDays.get(to + 1).equals(ofDays.get(from))) {
                to++;
            }
            if (!ofDays.get(from).isEmpty()) {
                var days = day(from) + (to == from ? "" : "-" + day(to));
                for (var range : ofDays.get(from).split(" ", -1)) {
                    written.add(days + " " + range);
                }
            }
            from = to;
        }
        return written;
    }

    private static String day(int number) {
        return DayAndTime.word(DayOfWeek.SUNDAY.plus(number));
    }

    private static boolean isValid(String range) {
        try {
            DayAndTime.parse(range);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
