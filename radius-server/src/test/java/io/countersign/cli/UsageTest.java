package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.terminal.Surroundings;
import io.countersign.radius.administration.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What is said of command lines that people type. {@code usage.txt} has one after the other: {@code $} and the command line, then what is
 * said on standard error, line by line; a line {@code > TEXT} is within standard output instead, and {@code = NUMBER} is the exit code, if it
 * is not 2 with and 0 without something on standard error.
 */
class UsageTest {
    private static final Path CASES = Path.of("src/test/resources/usage.txt");
    private static final Pattern COMMAND = Pattern.compile("countersign((?: [a-z][a-z-]*)+)");

    @TempDir
    Path folder;

    record Typing(String typed, List<String> said, List<String> shown, List<Integer> exitCode) {
        @Override
        public String toString() {
            return typed;
        }
    }

    static Stream<Typing> cases() throws IOException {
        var cases = new ArrayList<Typing>();
        for (var line : Files.readAllLines(CASES)) {
            if (line.startsWith("$ countersign")) {
                cases.add(new Typing(
                        line.substring("$ countersign".length()).strip(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>()));
            } else if (line.startsWith("> ")) {
                cases.getLast().shown().add(line.substring(2));
            } else if (line.startsWith("= ")) {
                cases.getLast().exitCode().add(Integer.valueOf(line.substring(2)));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                cases.getLast().said().add(line);
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leadsToTheRightCommand(Typing typing) {
        var words = typing.typed().isEmpty() ? new String[0] : typing.typed().split(" ");
        var result = new Shell(folder).run(words);
        assertThat(result.err().lines()).containsExactlyElementsOf(typing.said());
        typing.shown().forEach(shown -> assertThat(result.out()).contains(shown));
        assertThat(List.of(result.exitCode()))
                .isEqualTo(typing.exitCode().isEmpty() ? List.of(typing.said().isEmpty() ? 0 : 2) : typing.exitCode());
    }

    @Test
    void everyAnswerNamesCommandsThatThereAre() {
        assertThat(Meant.all()).hasSizeGreaterThan(40);
        for (var answer : Meant.all()) {
            var commands = COMMAND.matcher(answer);
            while (commands.find()) {
                assertThat(isCommand(commands.group(1).strip().split(" ")))
                        .as(commands.group())
                        .isTrue();
            }
        }
    }

    /** Of a command that takes something away, whatever letter is left out. */
    @Test
    void suggestsNothingThatTakesSomethingAway() {
        for (var typed : List.of("user remove", "group remove", "mfa revoke", "policy rollback")) {
            var words = List.of(typed.split(" "));
            for (int left = 0; left < words.get(1).length(); left++) {
                var result = new Shell(folder)
                        .run(
                                words.getFirst(),
                                words.get(1).substring(0, left) + words.get(1).substring(left + 1));
                assertThat(result.err()).contains("there is no command").doesNotContain("did you mean");
            }
        }
    }

    @Test
    void noWordOfTheLibraryThatReadsCommandLinesIsLeft() {
        var shell = new Shell(folder);
        for (var line : all(commandLine())) {
            var name = line.getCommandSpec().qualifiedName().replaceFirst("countersign ?", "");
            var words = new ArrayList<>(name.isEmpty() ? List.<String>of() : List.of(name.split(" ")));
            words.addAll(List.of("one", "two", "three", "--no-such-option"));
            assertThat(shell.run(words.toArray(String[]::new)).err())
                    .doesNotContain(
                            "Unmatched", "Missing required", "Unknown option", "is not a long", "is not an int");
        }
    }

    private static boolean isCommand(String[] words) {
        var line = commandLine();
        for (var word : words) {
            if (!line.getSubcommands().containsKey(word)) {
                return line.getSubcommands().isEmpty();
            }
            line = line.getSubcommands().get(word);
        }
        return true;
    }

    private static List<CommandLine> all(CommandLine line) {
        return Stream.concat(
                        Stream.of(line), line.getSubcommands().values().stream().flatMap(each -> all(each).stream()))
                .toList();
    }

    static CommandLine commandLine() {
        return Commands.all(top());
    }

    static Countersign top() {
        return new Countersign(new Surroundings(
                Path.of(""),
                new Environment(List.of(), Map.of(), Shell.CLOCK),
                "tester",
                new BufferedReader(new StringReader("")),
                Optional.empty()));
    }
}
