package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlKeys;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables have the keys that the readers ask for, and no others. */
class PolicyKeysTest {
    /** Each mapping with a key that is in no table. */
    private static final Map<String, String> DOCUMENTS = Map.ofEntries(
            Map.entry("The document", "qqq: 1\n"),
            Map.entry("clients", "clients:\n  - qqq: 1\n"),
            Map.entry("connection-request-policies", "connection-request-policies:\n  - qqq: 1\n"),
            Map.entry("network-policies", "network-policies:\n  - qqq: 1\n"),
            Map.entry("when", "network-policies:\n  - when:\n      qqq: 1\n"),
            Map.entry("constraints", "network-policies:\n  - constraints:\n      qqq: 1\n"),
            Map.entry("mfa", "network-policies:\n  - mfa:\n      qqq: 1\n"),
            Map.entry("rd-gateway", "network-policies:\n  - rd-gateway:\n      qqq: 1\n"),
            Map.entry(
                    "attribute-manipulation",
                    "connection-request-policies:\n  - attribute-manipulation:\n      qqq: 1\n"),
            Map.entry("remote-server-groups", "remote-server-groups:\n  - qqq: 1\n"),
            Map.entry("servers", "remote-server-groups:\n  - servers:\n      - qqq: 1\n"));

    static List<YamlKeys> mappings() {
        return PolicyKeys.ALL;
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void theReaderKnowsTheKeysOfTheTable(YamlKeys mapping) {
        var names = mapping.keys().stream().map(YamlKey::name).sorted().toList();
        var refused = catchThrowableOfType(
                InvalidDocument.class, () -> PolicyReader.read("policies.yaml", DOCUMENTS.get(mapping.title())));

        assertThat(refused.problems().stream().filter(problem -> problem.what().contains("\"qqq\"")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.fix()).isEqualTo("known here: " + String.join(", ", names)));
    }

    @Test
    void everyKeyIsInATable() {
        var tabled =
                mappings().stream().flatMap(mapping -> mapping.keys().stream()).toList();

        assertThat(Stream.of(PolicyKeys.class.getDeclaredFields())
                        .filter(field -> field.getType() == YamlKey.class && Modifier.isStatic(field.getModifiers()))
                        .map(PolicyKeysTest::value))
                .isNotEmpty()
                .allMatch(tabled::contains);
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
