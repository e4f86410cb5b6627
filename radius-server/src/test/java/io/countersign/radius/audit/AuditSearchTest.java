package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.audit.AuditSearch.Wanted;
import io.countersign.radius.testing.Awaited;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSearchTest {
    private static final Instant MORNING = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
    private final InstantSource clock = now::get;

    @TempDir
    Path folder;

    @Test
    void putsTheFileAsideWhenItsDayIsOver() {
        write("alice");
        now.set(MORNING.plus(DAY));
        write("bob");

        Awaited.holds(() -> names().equals(List.of(
                "audit-2026-11-22T08-00-00.000Z.jsonl.gz",
                "audit-2026-11-22T08-00-00.000Z.jsonl.users",
                "audit.jsonl")));
        assertThat(users(Wanted.newest(10))).containsExactly("alice", "bob");
    }

    @Test
    void keepsAnEmptyFileWhateverTheDay() throws IOException {
        write();
        now.set(MORNING.plus(DAY));
        try (var _ = AuditFile.open(settings(AuditSettings.ROTATE_AT), clock, ZoneOffset.UTC, 1_000)) {
            pause();
        }

        assertThat(names()).containsExactly("audit.jsonl");
    }

    @Test
    void putsTheFileAsideWhenItIsLarge() throws IOException {
        try (var audit = AuditFile.open(settings(2_000), clock, ZoneOffset.UTC, 1_000)) {
            for (int i = 0; i < 6; i++) {
                now.set(now.get().plusSeconds(1));
                audit.happened(Events.at(now.get(), "user " + i));
                Awaited.holds(() -> audit.waiting() == 0);
                pause();
            }
            Awaited.holds(
                    () -> names().stream().filter(name -> name.endsWith(".gz")).count() >= 1);
        }
        assertThat(users(Wanted.newest(10)))
                .containsExactly("user 0", "user 1", "user 2", "user 3", "user 4", "user 5");
    }

    @Test
    void leavesTheFileToAnotherProgramIfToldSo() throws IOException {
        try (var audit = AuditFile.open(settings(Long.MAX_VALUE), clock, ZoneOffset.UTC, 1_000)) {
            audit.happened(Events.at(MORNING, "alice"));
            Awaited.holds(() -> audit.waiting() == 0);
            now.set(MORNING.plus(DAY));
            audit.happened(Events.at(now.get(), "bob"));
        }
        assertThat(names()).containsExactly("audit.jsonl");
    }

    @Test
    void compressesForItsOwnerAloneWithEveryLineAsItWas() throws IOException {
        write("alice", "j\u00fcrgen \u202E");
        var before = Files.readString(folder.resolve("audit.jsonl"));
        now.set(MORNING.plus(DAY));
        write();
        var compressed = folder.resolve("audit-2026-11-22T08-00-00.000Z.jsonl.gz");
        Awaited.holds(() -> Files.exists(compressed));

        try (var text = new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(compressed)), StandardCharsets.US_ASCII)) {
            assertThat(text.readAllAsString()).isEqualTo(before);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(compressed)))
                .isEqualTo("rw-------");
    }

    @Test
    void finishesWhatAnEarlierServerLeftHalfCompressed() throws IOException {
        write("alice");
        var aside = folder.resolve("audit-2026-11-21T09-00-00.000Z.jsonl");
        Files.move(folder.resolve("audit.jsonl"), aside);
        Files.writeString(Path.of(aside + ".gz.part"), "the first half");
        Files.writeString(folder.resolve("audit-2026-11-21T09-00-00.000Z.jsonl.users"), "");
        assertThat(users(of("alice"))).containsExactly("alice");

        write("bob");

        Awaited.holds(() -> Files.notExists(aside) && Files.notExists(Path.of(aside + ".gz.part")));
        assertThat(users(of("alice"))).containsExactly("alice");
    }

    @Test
    void deletesWhatIsOlderThanItIsToBeKept() {
        write("alice");
        now.set(MORNING.plus(DAY));
        write("bob");
        now.set(MORNING.plus(Duration.ofDays(300)));
        write("carol");
        Awaited.holds(() -> users(Wanted.newest(10)).equals(List.of("alice", "bob", "carol")));

        now.set(MORNING.plus(Duration.ofDays(402)));
        write("dave");

        Awaited.holds(() -> users(Wanted.newest(10)).equals(List.of("bob", "carol", "dave")));
    }

    @Test
    void findsTheNewestFirstButTellsThemInTheirOrder() {
        days(5);

        assertThat(users(Wanted.newest(2))).containsExactly("user 3", "user 4");
    }

    @Test
    void findsAUserInWhicheverSpellingAndDomain() {
        write("alice", "ALICE", "CONTOSO\\Alice", "alice@contoso.com", "alice2", "malice", "bob");
        now.set(MORNING.plus(DAY));
        write();
        Awaited.holds(() -> names().stream().anyMatch(name -> name.endsWith(".gz")));

        assertThat(users(of("Alice"))).containsExactly("alice", "ALICE", "CONTOSO\\Alice", "alice@contoso.com");
        assertThat(users(of("contoso\\alice"))).containsExactly("CONTOSO\\Alice");
        assertThat(users(of("ali"))).isEmpty();
    }

    @Test
    void findsATimeInThePieceThatHasIt() {
        days(5);
        var third = MORNING.plus(DAY.multipliedBy(2));

        assertThat(users(new Wanted(third, third.plusSeconds(59), Optional.empty(), Optional.empty(), _ -> true, 10)))
                .containsExactly("user 2");
    }

    @Test
    void opensNoFileThatCannotHaveTheUser() throws IOException {
        days(3);
        for (var name : names()) {
            if (name.endsWith(".gz") && !name.startsWith("audit-2026-11-23")) {
                Files.writeString(folder.resolve(name), "damaged, so that opening it would fail");
            }
        }

        assertThat(users(of("user 1"))).containsExactly("user 1");
    }

    @Test
    void passesOverHalfALineThatIsBeingWritten() throws IOException {
        write("alice");
        Files.writeString(
                folder.resolve("audit.jsonl"),
                Files.readString(folder.resolve("audit.jsonl")) + "{\"Time\":\"2026-11-21T08:00:01Z\",\"EventID\":62");

        assertThat(users(Wanted.newest(10))).containsExactly("alice");
    }

    @Test
    void isEmptyWithoutAFile() {
        assertThat(users(Wanted.newest(10))).isEmpty();
    }

    private void days(int days) {
        for (int day = 0; day < days; day++) {
            now.set(MORNING.plus(DAY.multipliedBy(day)));
            write("user " + day);
        }
        Awaited.holds(
                () -> names().stream().filter(name -> name.endsWith(".gz")).count() == days - 1
                        && names().stream().noneMatch(name -> name.endsWith(".part")));
    }

    private void write(String... userNames) {
        try (var audit = AuditFile.open(settings(AuditSettings.ROTATE_AT), clock, ZoneOffset.UTC, 1_000)) {
            Stream.of(userNames).forEach(name -> audit.happened(Events.at(now.get(), name)));
            Awaited.holds(() -> endsWith(userNames));
            awaitArchivist();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without names: that what was there has been put aside. */
    private boolean endsWith(String... userNames) {
        try {
            var text = Files.readString(folder.resolve("audit.jsonl"));
            return userNames.length == 0 ? text.isEmpty() : text.contains(asWritten(userNames[userNames.length - 1]));
        } catch (NoSuchFileException _) {
            return false; // between two files
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asWritten(String userName) {
        return AuditRecord.of(Events.of(userName)).replaceAll(".*(\"SubjectUserName\":\"[^\"]*\").*", "$1");
    }

    private void awaitArchivist() {
        Awaited.holds(() -> names().stream().noneMatch(name -> name.endsWith("Z.jsonl") || name.endsWith(".part")));
    }

    private static Wanted of(String user) {
        return new Wanted(Instant.MIN, Instant.MAX, Optional.empty(), Optional.of(new UserNamed(user)), _ -> true, 100);
    }

    private List<String> users(Wanted wanted) {
        try {
            return new AuditSearch(folder.resolve("audit.jsonl"))
                    .find(wanted).stream()
                            .map(line -> line.userName().orElseThrow())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AuditSettings settings(long rotateAt) {
        return new AuditSettings(
                folder.resolve("audit.jsonl"),
                AuditSettings.Trace.ALL,
                rotateAt,
                AuditSettings.KEEP,
                AuditSettings.OnFailure.SERVE,
                AuditCopies.NONE);
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Longer than the writer's round. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
