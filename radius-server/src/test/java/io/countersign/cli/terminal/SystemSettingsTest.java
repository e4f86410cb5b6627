package io.countersign.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SystemSettingsTest {
    @Test
    void areInProgramDataOnWindowsHoweverItIsWritten() throws IOException {
        assertThat(in(Configuration.windows(), Map.of("ProgramData", "D:\\Data")))
                .isEqualTo("D:\\Data\\Countersign\\countersign.yaml");
        assertThat(in(Configuration.windows(), Map.of("PROGRAMDATA", "D:\\Data")))
                .isEqualTo("D:\\Data\\Countersign\\countersign.yaml");
    }

    @Test
    void areOnDriveCWhereTheEnvironmentOfWindowsIsEmpty() throws IOException {
        assertThat(in(Configuration.windows(), Map.of())).isEqualTo("C:\\ProgramData\\Countersign\\countersign.yaml");
    }

    @Test
    void areBelowEtcElsewhere() throws IOException {
        assertThat(in(Configuration.unix(), Map.of("ProgramData", "/elsewhere")))
                .isEqualTo("/etc/countersign/countersign.yaml");
    }

    private static String in(Configuration system, Map<String, String> variables) throws IOException {
        try (var files = Jimfs.newFileSystem(system)) {
            return SystemSettings.in(files, variables).toString();
        }
    }
}
