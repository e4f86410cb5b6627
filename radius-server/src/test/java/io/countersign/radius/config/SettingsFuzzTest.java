package io.countersign.radius.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.policy.InvalidDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Any file is the settings of a node, or is refused with places and fixes. */
final class SettingsFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void isReadOrRefused(byte[] octets) throws IOException {
        Path file = Files.createTempFile("settings", ".yaml");
        try {
            Files.write(file, octets);
            SettingsReader.read(file, Map.of());
        } catch (InvalidDocument invalid) {
            assertThat(invalid.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.fix()).isNotBlank());
        } finally {
            Files.delete(file);
        }
    }
}
