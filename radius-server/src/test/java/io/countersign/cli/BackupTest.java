package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.control.ControlSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aNodeWithAUser() {
        shell = Shell.initialised(folder).input("correct horse\n");
        shell.run("user", "add", "alice");
    }

    @Test
    void bringsBackWhatWasThereAtOneMoment() {
        assertThat(shell.run("backup", "b.zip").out())
                .startsWith("Wrote DIR/b.zip: database and settings.\n")
                .contains("the store key DIR/store.key");
        shell.run("user", "remove", "alice");
        shell.run("user", "add", "mallory");

        var restored = shell.run("restore", "--replace", "b.zip");

        assertThat(restored.err()).isEmpty();
        assertThat(restored.out())
                .contains(
                        "Put the database back as DIR/countersign.db.\n",
                        "What was there before is in DIR/countersign.db.before-2026-11-21T08-00-00Z.");
        assertThat(shell.run("user", "list").out()).contains("alice").doesNotContain("mallory");
        assertThat(shell.run("check").exitCode()).isZero();
        assertThat(folder.resolve("countersign.db.before-2026-11-21T08-00-00Z/countersign.db"))
                .exists();
    }

    @Test
    void bringsAWholeNodeBackFromBackupAndKey() throws IOException {
        shell.run("backup", "b.zip");
        var other = Files.createDirectory(folder.resolve("other"));
        Files.copy(folder.resolve("store.key"), other.resolve("store.key"));
        Files.setPosixFilePermissions(other.resolve("store.key"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));

        var there = new Shell(other);
        assertThat(there.run(
                                "restore",
                                "--config",
                                "countersign.yaml",
                                folder.resolve("b.zip").toString())
                        .err())
                .isEmpty();

        assertThat(there.run("user", "list").out()).contains("alice");
    }

    @Test
    void keepsTheBackupForItsOwnerAndTheKeyOutOfIt() throws IOException {
        shell.run("backup", "b.zip");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b.zip"))))
                .isEqualTo("rw-------");
        try (var zip = new ZipFile(folder.resolve("b.zip").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder("about.txt", "countersign.yaml", "countersign.db");
        }
        assertThat(names()).as("nothing is left over").noneMatch(name -> name.startsWith("."));
    }

    @Test
    void overwritesNothing() {
        shell.write("b.zip", "somebody's");
        assertThat(shell.run("backup", "b.zip").err()).contains("DIR/b.zip is there already; name another file");
        shell.run("backup", "c.zip");

        var refused = shell.run("restore", "c.zip");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("DIR/countersign.db is there already", "countersign restore --replace");
        assertThat(names()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void touchesNothingWhileAServerRuns() throws IOException {
        shell.run("backup", "b.zip");
        try (var _ = ControlSocket.reserve(folder)) {
            assertThat(shell.run("restore", "--replace", "b.zip").err())
                    .contains("another server runs on the data folder");
        }
        assertThat(names()).noneMatch(name -> name.contains("before"));
    }

    @Test
    void refusesABackupOfAnotherKey() throws IOException {
        shell.run("backup", "b.zip");
        var other = Files.createDirectory(folder.resolve("other"));
        var there = Shell.initialised(other);

        var refused = there.run("restore", "--replace", folder.resolve("b.zip").toString());

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("this is not the key of the database");
        assertThat(there.run("check").exitCode()).as("the node is as it was").isZero();
    }

    @Test
    void refusesWhatIsNoBackup() throws IOException {
        shell.write("text.zip", "not a zip");
        assertThat(shell.run("restore", "--replace", "text.zip").err())
                .contains("text.zip is no backup, or a damaged one");
        assertThat(shell.run("restore", "--replace", "nothing.zip").err())
                .contains("nothing.zip: there is no such file");
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("other.zip")))) {
            zip.putNextEntry(new ZipEntry("countersign.db"));
            zip.write("no database".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(shell.run("restore", "--replace", "other.zip").exitCode()).isEqualTo(3);
        assertThat(shell.run("user", "list").out()).contains("alice");
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
