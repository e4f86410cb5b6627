package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.Location;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
