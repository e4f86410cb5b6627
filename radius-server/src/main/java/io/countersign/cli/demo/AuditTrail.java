package io.countersign.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit file, read to tell what the server decided and why. */
record AuditTrail(Path file) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(10);

    /** How many decisions it holds. */
    int length() throws IOException {
        return lines().size();
    }

    /** The decision of a place, counted from 0. Waits a little: lines are written after the reply is on its way. */
    JsonNode decision(int place) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE.dividedBy(POLL); i++) {
            var lines = lines();
            if (lines.size() > place) {
                return JsonMapper.shared().readTree(lines.get(place));
            }
            Thread.sleep(POLL);
        }
        throw new IOException("the audit file tells nothing of the login");
    }

    private List<String> lines() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.endsWith("}"))
                        .toList()
                : List.of();
    }
}
