package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays {@code mistakes.txt}: each mistake by itself in a document that is right otherwise, and all that is said of it. */
class MistakesTest {
    private static final Path CASES = Path.of("src/test/resources/mistakes.txt");

    @TempDir
    Path folder;

    record Mistake(String name, List<String> removed, List<String> added, List<String> said) {
        @Override
        public String toString() {
            return name;
        }

        String in(String document) {
            var text = added.stream().map(line -> line + "\n").collect(Collectors.joining());
            return removed.isEmpty() ? text : document.replace(removed.getFirst() + "\n", text);
        }
    }

    static Stream<Mistake> mistakes() throws IOException {
        var mistakes = new ArrayList<Mistake>();
        for (var line : Files.readAllLines(CASES)) {
            if (line.startsWith("== ")) {
                mistakes.add(new Mistake(line.substring(3), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
            } else if (!mistakes.isEmpty()) {
                var last = mistakes.getLast();
                (line.startsWith("- ") ? last.removed() : line.startsWith("+") ? last.added() : last.said())
                        .add(
                                line.startsWith("- ")
                                        ? line.substring(2)
                                        : line.startsWith("+") ? line.replaceFirst("^\\+ ?", "") : line);
            }
        }
        return mistakes.stream();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsTheMistakeItsPlaceAndTheFix(Mistake mistake) throws IOException {
        assertThat(mistake.in(document())).as("the mistake is in the document").isNotEqualTo(document());
        var applied = applied(mistake.in(document()));
        assertThat(applied.err().lines()).containsExactlyElementsOf(mistake.said());
        assertThat(applied.exitCode()).isEqualTo(2);
    }

    @Test
    void takesTheDocumentWithoutAMistakeAndWithTheLineEndsAndMarkOfWindows() throws IOException {
        assertThat(applied(document()).exitCode()).isZero();
        assertThat(applied("\uFEFF" + document().replace("\n", "\r\n")).exitCode())
                .isZero();
    }

    /** As Windows PowerShell writes it with {@code >}. */
    @Test
    void readsSettingsDocumentsCasesAndSecretsInUtf16() throws IOException {
        var shell = Shell.initialised(folder);
        shell.run("group", "add", "VPN Users");
        inUtf16("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\n");
        inUtf16("vpn-01.secret", "a long enough secret for tests\n");
        inUtf16("policies.yaml", document());
        inUtf16("cases.txt", "case: anybody\nclient: vpn-01\nrequest-policy: VPN\n");

        assertThat(shell.run("policy", "apply", "policies.yaml").exitCode()).isZero();
        assertThat(shell.run("check").exitCode()).isZero();
        assertThat(shell.run("policy", "test", "-f", "cases.txt").out()).isEqualTo("Cases: 1, failed: 0\n");
        inUtf16("countersign.yaml", "listn: {}\n");
        assertThat(shell.run("check").err()).contains("unknown key \"listn\"");
    }

    private void inUtf16(String file, String text) throws IOException {
        var written = ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);
        Files.write(folder.resolve(file), written);
    }

    @Test
    void tellsWhyAFileCannotBeRead() throws IOException {
        var shell = Shell.initialised(folder);
        for (var charset : Map.of(
                        "UTF-32LE", "is UTF-32 text, which is not read",
                        "UTF-16LE", "has NUL characters, as UTF-16 text without its mark does",
                        "ISO-8859-1", "is neither UTF-8 nor UTF-16 text with its mark")
                .entrySet()) {
            var mark = charset.getKey().equals("UTF-32LE") ? "\uFEFF" : "";
            var latin = charset.getKey().equals("ISO-8859-1") ? "# \u00e9\n" : "";
            Files.write(
                    folder.resolve("policies.yaml"),
                    (mark + document() + latin).getBytes(Charset.forName(charset.getKey())));
            assertThat(shell.run("policy", "apply", "policies.yaml").err())
                    .contains("policies.yaml: the file " + charset.getValue() + "; save it as UTF-8");
        }
        assertThat(shell.run("policy", "apply", ".").err()).contains(". is a folder; name the file in it");
        assertThat(shell.run("policy", "apply", "none.yaml").err()).contains("none.yaml: there is no such file in DIR");
    }

    private Shell.Result applied(String document) {
        var shell = Shell.initialised(folder);
        shell.run("group", "add", "VPN Users");
        shell.write("vpn-01.secret", "a long enough secret for tests\n");
        shell.write("policies.yaml", document);
        return shell.run("policy", "apply", "policies.yaml", "--dry-run");
    }

    private static String document() throws IOException {
        return Files.readAllLines(CASES).stream()
                .takeWhile(line -> !line.startsWith("== "))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
