package io.countersign.cli.policy;

import static java.util.stream.Collectors.joining;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.Surroundings;
import io.countersign.cli.terminal.TextFile;
import io.countersign.policy.Problem;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A text in a file of its own that an administrator changes in an editor. */
final class Draft {
    /** What problems call it. */
    static final String SOURCE = "your text";

    private static final String COMPLAINT = "#! ";

    private final Surroundings surroundings;
    private final Path file;
    private String text;

    private Draft(Surroundings surroundings, Path file, String text) {
        this.surroundings = surroundings;
        this.file = file;
        this.text = text;
    }

    /** In a file that nobody else can read. */
    static Draft of(Surroundings surroundings, String text) {
        try {
            var file = Files.createTempDirectory("countersign-").resolve("policies.yaml");
            OwnersFiles.create(file, text.getBytes(StandardCharsets.UTF_8));
            return new Draft(surroundings, file, text);
        } catch (IOException failed) {
            throw CommandRefused.couldNot("no file for the editor can be made: " + failed.getMessage());
        }
    }

    Path file() {
        return file;
    }

    /** What was saved last, without complaints. */
    String text() {
        return text;
    }

    /**
     * Opens the editor and waits for its end.
     *
     * @return whether another text was saved
     */
    boolean edit() {
        var command = editor();
        try {
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw CommandRefused.couldNot(
                        "the editor ended with exit code " + exitCode + "; your text is kept in " + file);
            }
        } catch (IOException failed) {
            throw CommandRefused.couldNot("the editor cannot be started: " + failed.getMessage()
                    + "; set EDITOR; the text is kept in " + file);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw CommandRefused.couldNot("interrupted; your text is kept in " + file);
        }
        var saved = TextFile.read(surroundings, file)
                .lines()
                .filter(line -> !line.startsWith(COMPLAINT))
                .collect(joining("\n", "", "\n"));
        boolean changed = !saved.equals(text);
        text = saved;
        return changed;
    }

    /** Writes each problem above its line. */
    void complain(List<Problem> problems) {
        var lines = new ArrayList<>(text.lines().toList());
        problems.stream()
                .sorted((one, other) ->
                        Integer.compare(other.at().line(), one.at().line()))
                .forEach(problem -> lines.add(
                        Math.clamp(problem.at().line() - 1L, 0, lines.size()),
                        COMPLAINT + problem.what() + "; " + problem.fix()));
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException failed) {
            throw CommandRefused.couldNot(file + " cannot be written: " + failed.getMessage());
        }
    }

    void delete() {
        try {
            Files.delete(file);
            Files.delete(file.toAbsolutePath().getParent());
        } catch (IOException _) {
            // an editor may have left something beside it: nothing secret is in there
        }
    }

    /** Variables may hold options too, as for every program that opens an editor. */
    private List<String> editor() {
        var variables = surroundings.environment().variables();
        var said = Stream.of("VISUAL", "EDITOR")
                .flatMap(name -> Optional.ofNullable(variables.get(name)).stream())
                .filter(value -> !value.isBlank())
                .findFirst();
        if (file.getFileSystem().getSeparator().equals("\\")) {
            return Stream.concat(Stream.of(said.orElse("notepad").split(" ")), Stream.of(file.toString()))
                    .toList();
        }
        return List.of("sh", "-c", said.orElse("vi") + " \"$1\"", "editor", file.toString());
    }
}
