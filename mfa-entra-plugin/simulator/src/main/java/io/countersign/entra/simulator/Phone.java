package io.countersign.entra.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the users' phones do, and what goes wrong at the push service, by the file {@code phone.txt}: lines {@code USER ACTION [after
 * DURATION]}, read anew at every request; the first that names the user holds, {@code *} names everybody. Without a line nobody answers.
 */
record Phone(Path file) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(.+?)(?:\\s+after\\s+(\\d{1,6})(ms|s))?");

    /**
     * What to do.
     *
     * @param words the action and its words, such as {@code result PhoneAppDenied false}
     */
    record Step(List<String> words, Duration after) {
        String action() {
            return words.getFirst();
        }

        String word(int place, String otherwise) {
            return words.size() > place ? words.get(place) : otherwise;
        }
    }

    Step stepFor(Tenant.Account user) throws IOException {
        if (Files.exists(file)) {
            for (var text : Files.readAllLines(file)) {
                var line = LINE.matcher(text.replaceFirst("#.*", "").strip());
                if (line.matches() && names(line.group(1), user)) {
                    return new Step(List.of(line.group(2).split("\\s+", -1)), after(line.group(3), line.group(4)));
                }
            }
        }
        return new Step(List.of("no-answer"), Duration.ZERO);
    }

    private static boolean names(String word, Tenant.Account user) {
        return word.equals("*") || word.equalsIgnoreCase(user.upn()) || word.equalsIgnoreCase(user.name());
    }

    private static Duration after(@Nullable String count, String unit) {
        if (count == null) {
            return Duration.ZERO;
        }
        return unit.equals("s") ? Duration.ofSeconds(Long.parseLong(count)) : Duration.ofMillis(Long.parseLong(count));
    }
}
