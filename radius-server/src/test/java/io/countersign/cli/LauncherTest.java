package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the checkout, with a JDK that says what it is asked to do. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
final class LauncherTest {
    @TempDir
    private Path root;

    private Path image;

    @BeforeEach
    void lay() throws IOException {
        image = root.resolve("packaging/target/countersign");
        Files.createDirectories(image.resolve("lib"));
        Files.writeString(image.resolve("lib/radius-server-1.jar"), "the program");
        Files.writeString(image.resolve("lib/library-1.jar"), "a library");
        Files.createDirectories(root.resolve("jdk/bin"));
        executable(root.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        Files.createDirectories(root.resolve(".mvn"));
        Files.writeString(root.resolve(".mvn/find-jdk.sh"), "JAVA_HOME=" + root.resolve("jdk") + "\n");
        Files.copy(Path.of("../packaging/launch.sh"), root.resolve("packaging/launch.sh"));
        executable(root.resolve("countersign"), Files.readString(Path.of("../countersign")));
        Files.createFile(root.resolve("packaging/target/countersign.stamp")); // nothing is newer: no build
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void usesTheCacheThatWasMadeAfterTheJars() throws Exception {
        assertThat(run()).contains("-XX:SharedArchiveFile=" + image.resolve("countersign.jsa"));

        later();
        Files.writeString(image.resolve("countersign.aot"), "a cache");
        Files.writeString(image.resolve("countersign.jsa"), "an archive");

        assertThat(run()).contains("-XX:AOTCache=" + image.resolve("countersign.aot"));
        assertThat(image.resolve("countersign.jsa")).exists();
    }

    @Test
    void removesACacheOfOtherJars() throws Exception {
        Files.writeString(image.resolve("countersign.aot"), "a cache");
        Files.writeString(image.resolve("countersign.jsa"), "an archive");
        later();
        Files.writeString(image.resolve("lib/library-1.jar"), "its next version");

        assertThat(run()).doesNotContain("AOTCache");
        assertThat(image.resolve("countersign.aot")).doesNotExist();
        assertThat(image.resolve("countersign.jsa")).doesNotExist();
    }

    @Test
    void seesAJarThatAPackageManagerGaveItsOwnTime() throws Exception {
        Files.writeString(image.resolve("countersign.aot"), "a cache");
        later();
        Files.writeString(image.resolve("lib/library-1.jar"), "its next version");
        Files.setLastModifiedTime(
                image.resolve("lib/library-1.jar"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(run()).doesNotContain("AOTCache");
        assertThat(image.resolve("countersign.aot")).doesNotExist();
    }

    @Test
    void seesAJarThatIsGone() throws Exception {
        Files.writeString(image.resolve("countersign.aot"), "a cache");
        later();
        Files.delete(image.resolve("lib/library-1.jar"));

        assertThat(run()).doesNotContain("AOTCache");
    }

    @Test
    void doesWithoutACacheThatItCannotRemove() throws Exception {
        Files.createDirectories(
                image.resolve("countersign.aot/in-the-way")); // as little to be removed as another user's file
        later();
        Files.writeString(image.resolve("lib/library-1.jar"), "its next version");

        assertThat(run())
                .doesNotContain("AOTCache", "SharedArchiveFile")
                .contains("-jar " + image.resolve("lib/radius-server-1.jar") + " status");
    }

    /** File systems tell times in steps. */
    private static void later() throws InterruptedException {
        Thread.sleep(50);
    }

    private String run() throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(root.resolve("countersign").toString(), "status"))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
