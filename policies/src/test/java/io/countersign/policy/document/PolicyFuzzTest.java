package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.policy.InvalidDocument;
import io.countersign.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;

/** Any text is a policy document, or is refused with places and fixes; what was read is written so that it is read again. */
final class PolicyFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void isReadOrRefused(byte[] octets) {
        PolicyDocument document;
        try {
            document = PolicyReader.read("fuzz", new String(octets, StandardCharsets.UTF_8));
        } catch (InvalidDocument invalid) {
            assertThat(invalid.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.fix()).isNotBlank());
            return;
        }
        String written = PolicyWriter.write(document);
        assertThat(PolicyWriter.write(PolicyReader.read("again", written))).isEqualTo(written);
    }
}
