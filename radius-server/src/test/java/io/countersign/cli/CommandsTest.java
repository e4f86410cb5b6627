package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.terminal.Holds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Of what a command line does not name, nothing is made. */
final class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void makesTheCommandThatTheLineNamesAlone() {
        var top = arranged("-c", "here.yaml", "user", "ls");

        assertThat(top.getSubcommands()).containsOnlyKeys("user");
        assertThat(top.getSubcommands().get("user").getSubcommands()).containsOnlyKeys("list", "ls");
    }

    @Test
    void makesAllOfAGroupWhereTheLineNamesNoneOfThem() {
        assertThat(arranged().getSubcommands())
                .hasSize(Commands.all(UsageTest.top()).getSubcommands().size());
        assertThat(arranged("polcy", "list").getSubcommands()).containsKeys("policy", "user", "serve");
        var policy = arranged("policy", "lsit").getSubcommands();
        assertThat(policy).containsOnlyKeys("policy");
        assertThat(policy.get("policy").getSubcommands()).containsKeys("list", "apply");
    }

    @Test
    void makesNoneToTellTheVersion() {
        assertThat(arranged("--version").getSubcommands()).isEmpty();
        assertThat(new Shell(folder).run("--version").out()).startsWith("Countersign ");
    }

    @Test
    void helpOfTheTopListsEveryCommandThatIsNotHidden() {
        var help = new Shell(folder).run("--help").out();

        var held = Countersign.class.getAnnotation(Holds.class).value();
        assertThat(held).hasSizeGreaterThan(20);
        Arrays.stream(held)
                .map(type -> type.getAnnotation(Command.class))
                .filter(command -> !command.hidden())
                .forEach(command -> assertThat(help).containsPattern("(?m)^  " + command.name() + "\\b"));
    }

    @Test
    void theVersionIsToldWithoutDatabaseOrPlugins() throws Exception {
        var loaded = classesLoadedBy("--version");

        assertThat(loaded).contains("io.countersign.cli.Version");
        assertThat(loaded)
                .doesNotContain(
                        "org.sqlite.",
                        "org.jdbi.",
                        "com.zaxxer.",
                        "com.google.crypto.",
                        "tools.jackson.",
                        "org.bouncycastle.",
                        "io.countersign.radius.store.",
                        "io.countersign.radius.plugins.");
    }

    private static String classesLoadedBy(String word) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        word)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static CommandLine arranged(String... words) {
        var line = new CommandLine(UsageTest.top());
        Typed.arranged(line, words);
        return line;
    }
}
