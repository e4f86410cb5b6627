package io.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every statement of the protocol that this server promises to keep has its tests, and they are there. */
final class StatementsTest {
    /** B6 is about NPS, B7 about TLS, B9 and B13 about what is not built yet; H3 comes with LDAP. */
    private static final List<String> STATEMENTS = Stream.of(
                    numbered("P", 1, 13),
                    numbered("D", 1, 7),
                    numbered("B", 1, 5),
                    Stream.of("B8", "B10", "B11", "B12"))
            .flatMap(numbers -> numbers)
            .toList();

    private static Stream<String> numbered(String letter, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> letter + number);
    }

    @Test
    void eachStatementHasTestsThatAreThere() throws IOException {
        Map<String, List<String>> tests = index();

        assertThat(tests).containsKeys(STATEMENTS.toArray(String[]::new));
        tests.forEach((statement, named) ->
                assertThat(named).as(statement).isNotEmpty().allSatisfy(StatementsTest::isThere));
    }

    private static Map<String, List<String>> index() throws IOException {
        try (var stream = StatementsTest.class.getResourceAsStream("/vectors/statements.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 2))
                    .collect(Collectors.toMap(
                            line -> line[0].substring(0, line[0].indexOf(' ')),
                            line -> List.of(line[1].split(", ", -1))));
        }
    }

    private static void isThere(String test) {
        String[] parts = test.split("#", -1);
        if (parts[0].startsWith("policy.")) {
            assertThat(Path.of("..", "policies/src/test/java/io/countersign", parts[0].replace('.', '/') + ".java"))
                    .content()
                    .contains("void " + parts[1] + "(");
            return;
        }
        try {
            var type = Class.forName("io.countersign." + parts[0]);
            assertThat(parts.length == 1
                            || Arrays.stream(type.getDeclaredMethods())
                                    .anyMatch(method -> method.getName().equals(parts[1])))
                    .as(test)
                    .isTrue();
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(test + " is not there", missing);
        }
    }
}
