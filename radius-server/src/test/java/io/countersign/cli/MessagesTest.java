package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays {@code messages/*.txt}: what was prepared, the command line, its exit code and every line on standard error. A command that
 * is refused has written nothing.
 *
 * <p>Directives, one a line: {@code node} writes the smallest settings; {@code file NAME} … {@code end}; {@code input LINE}; {@code
 * run-before ARGUMENTS} must succeed; {@code delete NAME}; {@code mode NAME MODE}; {@code truncate NAME OCTETS}; {@code other-key};
 * {@code run ARGUMENTS}; {@code exit CODE}; then the expected lines, {@code DIR} standing for the folder.
 */
class MessagesTest {
    private static final Path CASES = Path.of("src/test/resources/messages");

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    static Stream<String> cases() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhatIsWrongAndWritesNothing(String name) throws IOException {
        var lines = new ArrayDeque<>(Files.readAllLines(CASES.resolve(name)));
        var shell = new Shell(folder);
        var run = prepare(lines, shell);
        var before = shell.listing();
        var result = shell.run(run);
        assertThat(result.err().lines()).as("standard error").containsExactlyElementsOf(expected(lines));
        assertThat(result.exitCode()).isEqualTo(Integer.parseInt(exitCode(name)));
        assertThat(shell.listing()).as("files").isEqualTo(before);
    }

    /** Does what the case says until the command line to be tested, and answers that. */
    private String[] prepare(Queue<String> lines, Shell shell) throws IOException {
        while (true) {
            var words = lines.remove().split(" ", 2);
            var rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "#" -> {}
                case "node" -> shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\n");
                case "file" -> shell.write(rest, text(lines));
                case "input" -> shell.input(rest + "\n");
                case "run-before" ->
                    assertThat(shell.run(rest.split(" ")).exitCode()).isZero();
                case "delete" -> Files.delete(folder.resolve(rest));
                case "mode" -> mode(rest.split(" "));
                case "truncate" -> truncate(rest.split(" "));
                case "other-key" -> otherKey();
                case "run" -> {
                    return rest.split(" ");
                }
                default -> throw new IllegalStateException("no such directive: " + words[0]);
            }
        }
    }

    private static String text(Queue<String> lines) {
        var text = new StringBuilder();
        for (var line = lines.remove(); !line.equals("end"); line = lines.remove()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static List<String> expected(Queue<String> lines) {
        var expected = new ArrayList<>(lines);
        assertThat(expected.removeFirst()).startsWith("exit ");
        return expected;
    }

    private static String exitCode(String name) throws IOException {
        return Files.readAllLines(CASES.resolve(name)).stream()
                .filter(line -> line.startsWith("exit "))
                .findFirst()
                .orElseThrow()
                .substring("exit ".length());
    }

    private void mode(String[] nameAndMode) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(nameAndMode[0]), PosixFilePermissions.fromString(nameAndMode[1]));
    }

    private void truncate(String[] nameAndOctets) throws IOException {
        try (var file = FileChannel.open(folder.resolve(nameAndOctets[0]), StandardOpenOption.WRITE)) {
            file.truncate(Long.parseLong(nameAndOctets[1]));
        }
    }

    private void otherKey() {
        Shell.initialised(elsewhere);
        try {
            Files.move(
                    elsewhere.resolve("store.key"), folder.resolve("store.key"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
