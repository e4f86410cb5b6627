package io.countersign.mfa.demophone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what the phone does: lines {@code USER ACTION [after DURATION]}; the first that names the user holds, {@code *} names everybody,
 * {@code #} begins a comment. Read anew at every prompt, so that it can be changed while the server runs.
 */
record Script(Path file) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([a-z-]+)(?:\\s+after\\s+(\\d{1,9})(ms|s))?");

    /** What to do, and how long the user takes for it. */
    record Step(Action action, Duration after) {}

    /** A script that cannot be followed. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    Step stepFor(String user) throws Unreadable {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new Unreadable("the script " + file + " cannot be read");
        }
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            var words = LINE.matcher(line);
            var action = words.matches() ? action(words.group(2)) : Optional.<Action>empty();
            if (action.isEmpty()) {
                throw new Unreadable(
                        file + ":" + number + ": write USER ACTION [after DURATION], such as: alice approve after 2s");
            }
            if (words.group(1).equals("*") || words.group(1).equalsIgnoreCase(user)) {
                return new Step(action.get(), after(words));
            }
        }
        throw new Unreadable("the script " + file + " says nothing of " + user);
    }

    private static Optional<Action> action(String word) {
        for (var action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static Duration after(Matcher words) {
        if (words.group(3) == null) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(words.group(3));
        return words.group(4).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
    }
}
