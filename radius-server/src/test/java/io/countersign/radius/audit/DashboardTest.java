package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard that comes with the documents asks for metrics and labels that the documents name, and for all of them. */
class DashboardTest {
    private static final Path DOCS = docs();
    private static final Pattern METRIC = Pattern.compile("countersign_[a-z_]+");
    private static final Pattern OF_HISTOGRAM = Pattern.compile("_(bucket|sum|count)$");
    private static final Pattern ROW = Pattern.compile("^\\| `(countersign_[a-z_]+)` \\|(.*?)\\|", Pattern.MULTILINE);
    private static final Pattern LABELS = Pattern.compile("by \\(([a-z, ]+)\\)");

    @Test
    void asksForEveryMetricThatIsDocumentedAndForNoOther() throws IOException {
        assertThat(asked()).isNotEmpty().isEqualTo(documented());
    }

    @Test
    void groupsByLabelsThatAreDocumented() throws IOException {
        var known = ROW.matcher(Files.readString(DOCS.resolve("audit.md")))
                .results()
                .flatMap(row ->
                        Pattern.compile("`([a-z]+)`").matcher(row.group(2)).results())
                .map(label -> label.group(1))
                .collect(Collectors.toSet());
        known.add("le");

        assertThat(expressions()
                        .flatMap(expression -> LABELS.matcher(expression).results())
                        .flatMap(found -> Stream.of(found.group(1).split(", "))))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    private static Set<String> asked() throws IOException {
        return expressions()
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(found -> OF_HISTOGRAM.matcher(found.group()).replaceAll(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCS.resolve("audit.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> expressions() throws IOException {
        var dashboard = JsonMapper.shared().readTree(Files.readString(DOCS.resolve("grafana/countersign.json")));
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString());
    }

    /** Tests run in the module's folder. */
    private static Path docs() {
        return Path.of("").toAbsolutePath().resolveSibling("docs");
    }
}
