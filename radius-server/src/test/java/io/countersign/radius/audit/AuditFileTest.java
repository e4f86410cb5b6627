package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.radius.testing.Awaited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void writesOneLineForEachEventAndKeepsWhatWasThere() throws IOException {
        write("alice", "bob");
        write("carol");
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).contains("\"SubjectUserName\":\"alice\"");
        assertThat(lines().get(2)).contains("\"SubjectUserName\":\"carol\"");
    }

    @Test
    void givesTheFileToItsOwnerOnly() throws IOException {
        write("alice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnInANewFileAfterARotation() throws IOException {
        try (var audit = AuditFile.open(settings(), CLOCK)) {
            audit.happened(Events.of("before"));
            Awaited.holds(() -> !lines().isEmpty());
            Files.move(file(), folder.resolve("audit.jsonl.1"));
            audit.reopen();
            audit.happened(Events.of("after"));
        }
        assertThat(Files.readString(folder.resolve("audit.jsonl.1")))
                .contains("before")
                .doesNotContain("after");
        assertThat(Files.readString(file())).contains("after");
    }

    @Test
    void countsWhatAFullDiskTakesAndSaysSoOnceItIsThereAgain() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device that is always full");
        Files.createSymbolicLink(file(), Path.of("/dev/full"));
        try (var audit = AuditFile.open(settings(), CLOCK, ZoneOffset.UTC, 10)) {
            audit.happened(Events.of("held back"));
            Awaited.holds(() -> audit.waiting() == 0 && audit.isFailing());
            for (int i = 0; i < 15; i++) {
                audit.happened(Events.of("user " + i));
            }
            assertThat(audit.lost()).isEqualTo(5);
            Files.delete(file());
            audit.reopen();
            Awaited.holds(() -> lines().size() == 12);
            Awaited.holds(() -> !audit.isFailing());
        }
        assertThat(lines().getFirst()).contains("held back");
        assertThat(lines())
                .filteredOn(line -> line.contains("\"EventsLost\":5"))
                .hasSize(1);
        assertThat(lines().getLast()).contains("user 9");
    }

    @Test
    void goesOnAfterAnEventThatCannotBeWritten() throws IOException {
        try (var audit = AuditFile.open(settings(), CLOCK)) {
            audit.happened(Events.of("before"));
            audit.happened(Events.unwritable());
            audit.happened(Events.of("after"));
            Awaited.holds(() -> lines().size() == 3);
            assertThat(audit.lost()).isEqualTo(1);
        }
        assertThat(lines().get(0)).contains("before");
        assertThat(lines())
                .anyMatch(line -> line.contains("after"))
                .anyMatch(line -> line.contains("\"EventsLost\":1"));
    }

    private void write(String... userNames) throws IOException {
        try (var audit = AuditFile.open(settings(), CLOCK)) {
            for (var userName : userNames) {
                audit.happened(Events.of(userName));
            }
        }
    }

    private AuditSettings settings() {
        return AuditSettings.of(file(), AuditSettings.Trace.ALL);
    }

    private Path file() {
        return folder.resolve("audit.jsonl");
    }

    private List<String> lines() {
        try {
            return Files.isRegularFile(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
