package io.countersign.cli.terminal;

import io.countersign.policy.CaseFolding;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Map;

/** Where the settings of an installed node are. */
final class SystemSettings {
    static final String FILE = "countersign.yaml";

    private SystemSettings() {}

    /**
     * {@code /etc/countersign/countersign.yaml}; on Windows, which is told by how paths are written there,
     * {@code %ProgramData%\Countersign\countersign.yaml}.
     *
     * @param variables the environment's, whose names mean the same on Windows in any case
     */
    static Path in(FileSystem files, Map<String, String> variables) {
        return files.getSeparator().equals("\\")
                ? files.getPath(programData(variables), "Countersign", FILE)
                : files.getPath("/etc/countersign", FILE);
    }

    private static String programData(Map<String, String> variables) {
        return variables.entrySet().stream()
                .filter(variable -> CaseFolding.same(variable.getKey(), "ProgramData"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("C:\\ProgramData");
    }
}
