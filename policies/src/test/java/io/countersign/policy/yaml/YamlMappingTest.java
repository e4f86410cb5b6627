package io.countersign.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.ClientType;
import io.countersign.policy.Located;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlMappingTest {
    private static final Duration DAY = Duration.ofDays(1);
    private final Problems problems = new Problems();

    @Test
    void answersByType() {
        YamlMapping mapping = parse("""
                text: 010
                flag: true
                number: -5
                word: rd-gateway
                wait: 500ms
                one: a
                several: [a, 'b c', 3]
                listen: ['127.0.0.1:1812', '[::1]:0']
                inner: {key: value}
                secret: ${file:x}
                """);
        assertThat(mapping.value("text").flatMap(YamlValue::text)).contains("010");
        assertThat(mapping.flag("flag")).contains(true);
        assertThat(mapping.number("number", -5, 5)).contains(-5L);
        assertThat(mapping.value("word").flatMap(value -> value.word(ClientType.class)))
                .contains(ClientType.RD_GATEWAY);
        assertThat(mapping.duration("wait", Duration.ZERO, DAY)).contains(Duration.ofMillis(500));
        assertThat(mapping.locatedTexts("one").map(YamlMappingTest::values)).contains(List.of("a"));
        assertThat(mapping.locatedTexts("several").map(YamlMappingTest::values)).contains(List.of("a", "b c", "3"));
        assertThat(mapping.value("listen")
                        .map(list -> list.items().stream()
                                .flatMap(item -> item.socketAddress().stream())
                                .toList()))
                .contains(List.of(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1812),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 0)));
        assertThat(mapping.mapping("inner").flatMap(inner -> inner.value("key").flatMap(YamlValue::text)))
                .contains("value");
        assertThat(mapping.value("secret").flatMap(YamlValue::text)).contains("${file:x}");
        assertThat(mapping.value("absent").flatMap(YamlValue::text)).isEmpty();
        mapping.finish();
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "5s, 5000", "30m, 1800000", "12h, 43200000", "1d, 86400000", "0s, 0"})
    void readsDurationsAndWritesThemBack(String text, long millis) {
        assertThat(parse("wait: " + text).duration("wait", Duration.ZERO, DAY)).contains(Duration.ofMillis(millis));
        assertThat(YamlValue.written(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 s", "-5s", "1.5h", "2d", "5S", "PT5S", "99999999999s", "''", "[5s]", "~", ""})
    void reportsWhatIsNoDurationInRange(String text) {
        assertThat(parse("wait: " + text).duration("wait", Duration.ZERO, DAY)).isEmpty();
        assertThat(problems.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:1812",
                "127.0.0.1",
                "127.0.0.1:65536",
                "::1:1812",
                "[::1]",
                "127.1:5",
                ":1812",
                "[::1]:",
                "a"
            })
    void reportsWhatIsNoAddressWithAPort(String text) {
        assertThat(parse("listen: '" + text + "'").value("listen").flatMap(YamlValue::socketAddress))
                .isEmpty();
        assertThat(problems.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "0x10", "1e3", "99999999999999999999", "6", "-1", "one"})
    void reportsWhatIsNoNumberInRange(String text) {
        assertThat(parse("number: " + text).number("number", 0, 5)).isEmpty();
        assertThat(problems.list()).hasSize(1);
    }

    @Test
    void reportsAllProblemsByLine() {
        YamlMapping mapping = parse("lsten: x\nflag: yes\nother: 1\n");
        mapping.flag("flag");
        var _ = mapping.value("listen").flatMap(YamlValue::text);
        mapping.requiredText("name");
        mapping.finish();
        assertThat(problems.list().stream().map(Problem::toString))
                .containsExactly(
                        "test.yaml:1:1: \"name\" is missing; add the line \"name: …\" here",
                        "test.yaml:1:1: unknown key \"lsten\"; did you mean \"listen\"? Known here: flag, listen, name",
                        "test.yaml:2:7: \"flag\" is \"yes\", not true or false; write true or false, without quotes",
                        "test.yaml:3:1: unknown key \"other\"; known here: flag, listen, name");
    }

    @Test
    void expandsNothingHoweverOftenItIsReferredTo() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("aN: &aN [*aM, *aM]\n".replace("N", "" + i).replace("M", "" + (i - 1)));
        }
        assertThat(YamlDocument.parse("test.yaml", bomb.toString(), 1, problems))
                .isEmpty();
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("anchors");
    }

    @Test
    void survivesAnyDepth() {
        assertThat(YamlDocument.parse("test.yaml", "a: " + "[".repeat(500_000), 1, problems))
                .isEmpty();
        assertThat(problems.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: \u0001",
                "a: 'x",
                "{",
                "a: b: c",
                "%YAML 9.9\n---\na: 1",
                "? [a]\n: b",
                "<<: {a: b}",
                "a: !x b"
            })
    void reportsAndNeverThrows(String text) {
        YamlDocument.parse("test.yaml", text, 1, problems).ifPresent(mapping -> {
            var _ = mapping.value("a").flatMap(YamlValue::text);
            mapping.finish();
        });
        assertThat(problems.list()).isNotEmpty();
    }

    private YamlMapping parse(String text) {
        return YamlDocument.parse("test.yaml", text, 1, problems).orElseThrow();
    }

    private static List<String> values(List<Located<String>> texts) {
        return texts.stream().map(Located::value).toList();
    }
}
