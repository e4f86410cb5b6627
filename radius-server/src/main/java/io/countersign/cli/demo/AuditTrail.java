package io.countersign.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit file, read to tell what the server decided and why. Other lines, of changes and of lost events, are passed over. */
record AuditTrail(Path file) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(10);

    /** How many decisions it holds. */
    int length() throws IOException {
        return decisions().size();
    }

    /** The decision of a place, counted from 0. Waits a little: lines are written after the reply is on its way. */
    JsonNode decision(int place) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE.dividedBy(POLL); i++) {
            var decisions = decisions();
            if (decisions.size() > place) {
                return decisions.get(place);
            }
            Thread.sleep(POLL);
        }
        throw new IOException("the audit file tells nothing of the login");
    }

    private List<JsonNode> decisions() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var text = Files.readString(file);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.lines()
                .map(JsonMapper.shared()::readTree)
                .filter(line -> line.has("EventID"))
                .toList();
    }
}
