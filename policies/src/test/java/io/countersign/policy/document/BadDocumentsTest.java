package io.countersign.policy.document;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator reads about a document that cannot work: {@code NAME.yaml} and, line by line, {@code NAME.expected.txt}. */
class BadDocumentsTest {
    private static final Path FOLDER = Path.of("src/test/resources/documents/bad");

    @ParameterizedTest
    @MethodSource("documents")
    void reportsEveryProblemWithItsPlaceAndFix(String name) throws IOException {
        Problems problems = new Problems();
        assertThat(PolicyReader.read(name, Files.readString(FOLDER.resolve(name)), problems))
                .isEmpty();
        String expected = Files.readString(FOLDER.resolve(name.replace(".yaml", ".expected.txt")));
        assertThat(problems.list().stream().map(Problem::toString).collect(joining("\n", "", "\n")))
                .isEqualTo(expected);
    }

    @Test
    void neverRepeatsWhatMayBeASecret() throws IOException {
        Problems problems = new Problems();
        PolicyReader.read("clients.yaml", Files.readString(FOLDER.resolve("clients.yaml")), problems);
        assertThat(problems.list())
                .isNotEmpty()
                .noneMatch(problem -> problem.toString().contains("hunter2"));
    }

    @Test
    void refusesADocumentThatIsTooLong() {
        Problems problems = new Problems();
        assertThat(PolicyReader.read("long.yaml", "#".repeat((64 << 20) + 1), problems))
                .isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("64 MiB");
    }

    static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
