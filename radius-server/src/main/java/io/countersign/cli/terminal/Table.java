package io.countersign.cli.terminal;

import io.countersign.radius.event.Printable;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of named values, printed as aligned columns, at most 100 characters wide, or as JSON. What is too wide for columns comes as one name and
 * value a line. A value is a text, a number, a flag, a collection of texts, a map from
 * texts to numbers, or an Optional of one of these. Of a fraction two digits are shown.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final int MOST_COLUMNS = 100;

    private final List<String> names;
    private final List<List<Object>> rows = new ArrayList<>();

    /** With columns of these names: lower camel case, as the JSON shows them. */
    public Table(String... names) {
        this.names = List.of(names);
    }

    /** Adds a row with one value for each column. */
    public Table row(Object... values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(values.length + " values for " + names.size() + " columns");
        }
        rows.add(List.of(values));
        return this;
    }

    /** Prints all rows in the form asked for. */
    public void print(PrintWriter out, OutputOption output) {
        print(out, output.isJson());
    }

    /** Prints all rows for a program or for people. */
    public void print(PrintWriter out, boolean asJson) {
        if (asJson) {
            out.println(json());
        } else {
            lines().forEach(out::println);
        }
    }

    /** Prints the first row as one name and value a line, or as one JSON object. */
    public void printSingle(PrintWriter out, OutputOption output) {
        var row = rows.getFirst();
        if (output.isJson()) {
            out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(object(row)));
            return;
        }
        single(row).forEach(out::println);
    }

    private String json() {
        var array = JsonMapper.shared().createArrayNode();
        rows.forEach(row -> array.add(object(row)));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    private ObjectNode object(List<Object> row) {
        var object = JsonMapper.shared().createObjectNode();
        for (int column = 0; column < names.size(); column++) {
            put(object, names.get(column), row.get(column));
        }
        return object;
    }

    private static void put(ObjectNode object, String name, Object value) {
        switch (value) {
            case Optional<?> optional when optional.isEmpty() -> object.putNull(name);
            case Optional<?> optional -> put(object, name, optional.orElseThrow());
            case Collection<?> texts -> {
                var array = object.putArray(name);
                texts.forEach(text -> array.add(text.toString()));
            }
            case Map<?, ?> numbers -> {
                var inner = object.putObject(name);
                numbers.forEach((text, number) -> put(inner, text.toString(), number));
            }
            case Boolean flag -> object.put(name, flag);
            case Double number -> object.put(name, new BigDecimal(decimal(number)));
            case Integer number -> object.put(name, number);
            case Long number -> object.put(name, number);
            default -> object.put(name, value.toString());
        }
    }

    private List<String> lines() {
        var cells = new ArrayList<List<String>>();
        cells.add(names.stream().map(Table::title).toList());
        rows.forEach(row -> cells.add(row.stream().map(Table::text).toList()));
        return Columns.fitting(cells, MOST_COLUMNS)
                .orElseGet(() -> rows.stream().flatMap(this::block).toList());
    }

    /** A row that has no room beside the names, as one name and value a line, and an empty line. */
    private Stream<String> block(List<Object> row) {
        return Stream.concat(single(row), Stream.of(""));
    }

    private Stream<String> single(List<Object> row) {
        int width =
                names.stream().map(Table::title).mapToInt(String::length).max().orElse(0);
        return IntStream.range(0, names.size())
                .mapToObj(column -> pad(title(names.get(column)).toLowerCase(Locale.ROOT) + ":", width + 1)
                        + GAP
                        + text(row.get(column)));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** {@code dialIn} becomes {@code DIAL-IN}. */
    private static String title(String name) {
        return name.replaceAll("([\\p{Lower}\\d])(\\p{Upper})", "$1-$2").toUpperCase(Locale.ROOT);
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Table::text).orElse("-");
            case Collection<?> texts when texts.isEmpty() -> "-";
            case Collection<?> texts -> texts.stream().map(Table::text).collect(Collectors.joining(", "));
            case Map<?, ?> numbers ->
                text(numbers.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                        .toList());
            case Boolean flag -> flag ? "yes" : "no";
            case Double number -> decimal(number);
            default -> Printable.whole(value.toString());
        };
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
