package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Why;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped policy files do what their cases say. */
class ExamplesTest {
    private static final List<String> EXAMPLES = List.of("rd-gateway", "vpn-totp", "mixed");

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void decidesAsTheCaseExpects(String example, String name, PolicyCases.Result result) {
        assertThat(result.failure())
                .as(
                        "%s, %s\n%s",
                        result.at(),
                        name,
                        result.whys().stream().map(Why::wholeTrace).toList())
                .isEmpty();
    }

    @Test
    void everyExampleHasCases(TestReporter reporter) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(
                            EXAMPLES.stream().map(name -> name + ".yaml").toList());
        }
        reporter.publishEntry("cases", String.valueOf(cases().count()));
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(48);
    }

    static Stream<Arguments> cases() {
        return EXAMPLES.stream()
                .flatMap(example ->
                        results(example).stream().map(result -> Arguments.of(example, result.name(), result)));
    }

    private static List<PolicyCases.Result> results(String example) {
        PolicyDocument document = PolicyReader.read(example + ".yaml", text(example + ".yaml"));
        return PolicyCases.parse(example + ".cases.txt", text(example + ".cases.txt"))
                .run(document);
    }

    private static String text(String name) {
        try {
            return Files.readString(Path.of("examples", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
