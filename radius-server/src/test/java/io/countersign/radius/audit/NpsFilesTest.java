package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.testing.Awaited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpsFilesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration KEEP = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T22:59:59Z"));
    private final InstantSource clock = now::get;

    @Test
    void beginsAFileForItsOwnerAloneAtMidnightOfTheServer() throws IOException {
        var files = files();
        write(files, "alice");
        now.set(Instant.parse("2026-11-28T23:00:00Z"));
        write(files, "bob");

        assertThat(Files.readString(folder.resolve("nps/IN261128.log")))
                .contains("\"alice\"")
                .doesNotContain("\"bob\"");
        assertThat(Files.readString(folder.resolve("nps/IN261129.log")))
                .contains("\"bob\"")
                .endsWith("\r\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("nps/IN261129.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnInTheFileOfTheDayAfterARestart() throws IOException {
        write(files(), "alice");
        write(files(), "bob");

        assertThat(Files.readAllLines(folder.resolve("nps/IN261128.log"))).hasSize(4);
    }

    @Test
    void deletesWhatIsTooOldAndNothingElse() throws IOException {
        var files = files();
        for (var name : List.of("IN261028.log", "IN261029.log", "IN2610.log", "IN269999.log", "other.log")) {
            Files.writeString(folder.resolve("nps").resolve(name), "");
        }
        files.tend();

        try (var left = Files.list(folder.resolve("nps"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "IN261029.log", "IN2610.log", "IN269999.log", "other.log", "IN261128.log");
        }
    }

    @Test
    void keepsWhatItCannotWriteUntilItCan() throws Exception {
        var kind = new AuditQueue.Kind("test", "the folder", Duration.ofMillis(5), Duration.ofSeconds(1));
        try (var queue = AuditQueue.start(kind, files(), clock, 1_000)) {
            Files.delete(folder.resolve("nps/IN261128.log"));
            Files.createDirectory(folder.resolve("nps/IN261128.log")); // nobody can write to that
            queue.put(NpsLogins.login("alice").accepted());
            Awaited.holds(queue::isFailing);
            Files.delete(folder.resolve("nps/IN261128.log"));
            Awaited.holds(() -> !queue.isFailing());
            assertThat(queue.lost()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve("nps/IN261128.log"))).hasSize(2);
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Files.writeString(folder.resolve("nps"), "");
        assertThatThrownBy(this::files).isInstanceOf(IOException.class);
    }

    private NpsFiles files() throws IOException {
        return NpsFiles.in(
                folder.resolve("nps"), NpsFormat.ODBC, new NpsRows("NPS01", now.get(), BERLIN), KEEP, clock, BERLIN);
    }

    private static void write(NpsFiles files, String userName) throws IOException {
        List<ToldPackets> batch = List.of(NpsLogins.login(userName).accepted());
        files.write(files.text(batch, 0));
    }
}
