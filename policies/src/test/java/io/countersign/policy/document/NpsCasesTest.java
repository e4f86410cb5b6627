package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DeadPolicies;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies decide as NPS does: as its documentation has it, and, in a file of its own, where that is unclear, as the safe reading has it. */
class NpsCasesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "nps");

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void decidesAsNpsDoes(String file, String name, PolicyCases.Result result) {
        assertThat(result.failure())
                .as(
                        "%s\n%s",
                        result.at(), result.whys().stream().map(Why::wholeTrace).toList())
                .isEmpty();
    }

    /** No case passes for want of a policy that could decide otherwise. */
    @Test
    void noneOfThePoliciesIsDead() throws IOException {
        assertThat(DeadPolicies.in(document(), document().clients().orElseThrow()).stream()
                        .map(DeadPolicies.Finding::policy))
                .containsExactly("network policy Behind the constrained"); // which is there to be never reached
    }

    /** Whoever wants to know what is not certain finds the file where all such things stand. */
    @Test
    void whatIsUnclearIsListed() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "unverified.md"))).contains("nps/unclear.cases.txt");
    }

    static Stream<Arguments> cases() throws IOException {
        PolicyDocument document = document();
        return Stream.of("documented", "unclear")
                .flatMap(file ->
                        results(file, document).stream().map(result -> Arguments.of(file, result.name(), result)));
    }

    private static List<PolicyCases.Result> results(String file, PolicyDocument document) {
        try {
            return PolicyCases.parse(file, Files.readString(FOLDER.resolve(file + ".cases.txt")))
                    .run(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PolicyDocument document() throws IOException {
        return PolicyReader.read("policies.yaml", Files.readString(FOLDER.resolve("policies.yaml")));
    }
}
