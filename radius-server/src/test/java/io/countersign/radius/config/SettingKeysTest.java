package io.countersign.radius.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables have the keys that the reader asks for, and no others. */
class SettingKeysTest {
    @TempDir
    Path folder;

    static List<YamlKeys> mappings() {
        return SettingKeys.ALL;
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void theReaderKnowsTheKeysOfTheTable(YamlKeys mapping) throws IOException {
        var names = mapping.keys().stream().map(YamlKey::name).sorted().toList();

        assertThat(complaints(mapping.title())).contains("nown here: " + String.join(", ", names));
    }

    @Test
    void everyKeyIsInATable() {
        var tabled =
                mappings().stream().flatMap(mapping -> mapping.keys().stream()).toList();

        assertThat(Stream.of(SettingKeys.class.getDeclaredFields())
                        .filter(field -> field.getType() == YamlKey.class && Modifier.isStatic(field.getModifiers()))
                        .map(SettingKeysTest::value))
                .isNotEmpty()
                .allMatch(tabled::contains);
    }

    /** What is said of a key that is in no table. */
    private String complaints(String path) throws IOException {
        var text = new StringBuilder();
        var indent = "";
        if (path.contains(" ")) {
            text.append("qqq: 1\n");
        } else {
            for (var part : path.split("\\.", -1)) {
                text.append(indent).append(part).append(":\n");
                indent += "  ";
            }
            text.append(indent).append("qqq: 1\n");
        }
        var file = Files.writeString(folder.resolve("countersign.yaml"), text);
        return catchThrowableOfType(InvalidDocument.class, () -> SettingsReader.read(file, Map.of()))
                .getMessage();
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
