package io.countersign.entra.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * What goes wrong at Graph, by the file {@code graph.txt}: {@code 429 retry-after 2}, {@code 503}, {@code hang}, {@code slow 500ms},
 * {@code broken-json}, each with {@code times N} for the first requests after a change of the file. Without the file nothing does.
 */
final class GraphFaults {
    private static final Pattern LINE = Pattern.compile(
            "(?:(?<status>\\d{3})(?: retry-after (?<seconds>\\d+))?|(?<hang>hang)|slow (?<slow>\\d+)ms|(?<broken>broken-json))"
                    + "(?: times (?<times>\\d+))?");
    private static final Duration HANG = Duration.ofMinutes(2);

    private final Path file;
    private final ReentrantLock counting = new ReentrantLock();
    private FileTime changed = FileTime.fromMillis(0);
    private int seen;

    GraphFaults(Path folder) {
        this.file = folder.resolve("graph.txt");
    }

    Optional<Answered> answer() throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var line = LINE.matcher(Files.readString(file).strip());
        if (!line.matches()) {
            throw new IOException(file + " cannot be followed");
        }
        if (line.group("times") != null && count() > Integer.parseInt(line.group("times"))) {
            return Optional.empty();
        }
        if (line.group("slow") != null) {
            Thread.sleep(Duration.ofMillis(Long.parseLong(line.group("slow"))));
            return Optional.empty();
        }
        if (line.group("hang") != null) {
            Thread.sleep(HANG);
            return Optional.of(new Answered.Reset());
        }
        if (line.group("broken") != null) {
            return Optional.of(Answered.Http.json(200, "{\"value\": [{"));
        }
        Map<String, String> headers =
                line.group("seconds") == null ? Map.of() : Map.of("Retry-After", line.group("seconds"));
        return Optional.of(new Answered.Http(
                Integer.parseInt(line.group("status")),
                "application/json",
                "{\"error\":{\"code\":\"simulated\",\"message\":\"simulated\"}}",
                headers));
    }

    private int count() throws IOException {
        counting.lock();
        try {
            var now = Files.getLastModifiedTime(file);
            seen = now.equals(changed) ? seen + 1 : 1;
            changed = now;
            return seen;
        } finally {
            counting.unlock();
        }
    }
}
