package io.countersign.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    private Path file;
    private AuditTrail trail;

    @BeforeEach
    void noFileYet(@TempDir Path folder) {
        file = folder.resolve("audit.jsonl");
        trail = new AuditTrail(file);
    }

    @Test
    void holdsNothingBeforeTheFirstLine() throws IOException {
        assertThat(trail.length()).isZero();
    }

    @Test
    void passesOverWhatTellsOfChangesAndOfLostEvents() throws Exception {
        Files.writeString(file, """
                {"Change":1,"Changes":["+ user alice"]}
                {"EventID":6272,"SubjectUserName":"alice"}
                {"EventsLost":3}
                {"Change":2,"Changes":["~ user alice: disabled"]}
                {"EventID":6273,"SubjectUserName":"bob"}
                """);

        assertThat(trail.length()).isEqualTo(2);
        assertThat(trail.decision(1).path("SubjectUserName").asString()).isEqualTo("bob");
    }

    @Test
    void doesNotReadALineThatIsNotWholeYet() throws IOException {
        Files.writeString(file, """
                {"EventID":6272,"SubjectUserName":"alice"}
                {"EventID":6273,"Trace":[{"Policy":"VPN"}""");

        assertThat(trail.length()).isEqualTo(1);
    }
}
