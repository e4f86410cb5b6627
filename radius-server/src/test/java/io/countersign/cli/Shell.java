package io.countersign.cli;

import io.countersign.cli.terminal.Surroundings;
import io.countersign.radius.administration.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs commands in a folder, within this process. */
public final class Shell {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

    private final Path folder;
    private final List<Path> pluginFolders;
    private final InstantSource clock;
    private final Map<String, String> variables = new HashMap<>(Map.of("RADIUS_SECRET", "from the environment"));
    private String input = "";
    private Optional<UnaryOperator<String>> terminal = Optional.empty();

    Shell(Path folder) {
        this(folder, List.of(), CLOCK);
    }

    /** With plugins, and a clock of its own. */
    public Shell(Path folder, List<Path> pluginFolders, InstantSource clock) {
        this.folder = folder;
        this.pluginFolders = pluginFolders;
        this.clock = clock;
    }

    /** What a command left behind. */
    public record Result(int exitCode, String out, String err) {}

    /** With settings for this folder, a key and an empty database. */
    static Shell initialised(Path folder) {
        var shell = new Shell(folder);
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\n");
        shell.run("init");
        return shell;
    }

    /** What the next commands read from standard input. */
    public Shell input(String lines) {
        input = lines;
        return this;
    }

    /** An environment variable of the next commands. */
    void variable(String name, String value) {
        variables.put(name, value);
    }

    /** The next commands run on a terminal on which this is typed without being shown. */
    public Shell terminal(UnaryOperator<String> typist) {
        terminal = Optional.of(typist);
        return this;
    }

    public Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings = new Surroundings(
                folder,
                new Environment(pluginFolders, variables, clock),
                "tester",
                new BufferedReader(new StringReader(input)),
                terminal);
        int exitCode = Main.run(surroundings, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Result(exitCode, readable(out), readable(err));
    }

    public void write(String name, String text) {
        try {
            var file = Files.writeString(folder.resolve(name), text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file with its size and time, to see whether anything was written. */
    String listing() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("-shm"))
                    .sorted()
                    .map(this::describe)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String describe(Path file) {
        try {
            return folder.relativize(file) + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readable(StringWriter text) {
        return text.toString().replace(folder.toString(), "DIR").replace(System.lineSeparator(), "\n");
    }
}
