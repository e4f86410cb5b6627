package io.countersign.policy.document;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.Location;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyWriterTest {
    @Test
    void writesTheSampleInItsCanonicalForm() throws IOException {
        PolicyDocument sample = PolicyReader.read("sample.yaml", text("sample.yaml"));
        assertThat(PolicyWriter.write(sample)).isEqualTo(text("sample.canonical.yaml"));
        assertThat(PolicyReader.read("canonical", text("sample.canonical.yaml")).networkPolicies())
                .usingRecursiveComparison()
                .withEqualsForType(NpsPattern::equals, NpsPattern.class)
                .ignoringFieldsOfTypes(Location.class)
                .isEqualTo(sample.networkPolicies());
    }

    @Test
    void writesNoClientsWherePoliciesAreKept() throws IOException {
        PolicyDocument sample = PolicyReader.read("sample.yaml", text("sample.yaml"));
        PolicyDocument kept = PolicyReader.read("kept", PolicyWriter.writePolicies(sample));
        assertThat(kept.clients()).isEmpty();
        assertThat(kept.networkPolicies()).hasSize(2);
    }

    @Test
    void writesEverySecretAsSealed() throws IOException {
        PolicyDocument sample = PolicyReader.read("sample.yaml", text("sample.yaml"));
        PolicyDocument written = PolicyReader.read("written", PolicyWriter.write(sample));
        assertThat(written.clients().orElseThrow())
                .hasSize(2)
                .allSatisfy(client -> assertThat(client.secret()).isEqualTo(new SecretReference.Sealed()));
    }

    @Test
    void readsWhatItWroteAsTheSameDocument() {
        for (int seed = 0; seed < 250; seed++) {
            PolicyDocument document = new RandomDocuments(seed).next();
            String written = PolicyWriter.write(document);
            PolicyDocument read = PolicyReader.read("seed " + seed, written);
            assertSame(read, document);
            assertThat(PolicyWriter.write(read)).isEqualTo(written);
        }
    }

    /** Fifteen thousand policies in as few characters as can be: their canonical form is longer than a MiB, and than what was read. */
    @Test
    void readsAgainWhatGrowsAsItIsWritten() {
        String read = manyPolicies(15_000);
        PolicyDocument document = PolicyReader.read("policies.yaml", read);
        String kept = PolicyWriter.writePolicies(document);
        assertThat(kept.length()).isGreaterThan(1 << 20).isGreaterThan(read.length());
        PolicyDocument again = PolicyReader.read("revision 2", kept);
        assertThat(again.networkPolicies()).hasSize(15_000);
        assertThat(PolicyWriter.writePolicies(again)).isEqualTo(kept);
    }

    @Test
    void refusesWhatTheStoreCouldNotGiveBack() {
        String escaped = "€".repeat(PolicyReader.MOST_WRITTEN / 10);
        String document = "connection-request-policies: []\nnetwork-policies: [{name: a, description: \"" + escaped
                + "\", when: {client-type: standard}, access: deny}]";
        assertThatExceptionOfType(InvalidDocument.class)
                .isThrownBy(() -> PolicyReader.read("policies.yaml", document))
                .withMessageContaining("the policies are longer than 32 MiB as the store keeps them");
    }

    @Test
    void refusesMorePoliciesThanAreServed() {
        String document = manyPolicies(PolicyReader.MOST_POLICIES + 1);
        assertThatExceptionOfType(InvalidDocument.class)
                .isThrownBy(() -> PolicyReader.read("policies.yaml", document))
                .withMessageContaining("there are 20001 network policies, more than 20000");
    }

    private static String manyPolicies(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "{name: p" + i + ",when: {client-type: standard},access: deny}")
                .collect(joining(",", "connection-request-policies: []\nnetwork-policies: [", "]\n"));
    }

    private static void assertSame(PolicyDocument read, PolicyDocument written) {
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(NpsPattern::equals, NpsPattern.class)
                .ignoringFieldsOfTypes(Location.class)
                .as(PolicyWriter.write(written))
                .isEqualTo(written);
    }

    private static String text(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/documents", name));
    }
}
