package io.countersign.radius.audit;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A row in the database-compatible format: 66 columns apart by commas, strings and addresses in double quotes, an absent value as nothing.
 *
 * <p>How NPS writes a double quote within a string is not known, and readers differ. Such a string is written as NPS writes octets, {@code 0x}
 * and hex, so that whoever reads it finds one string and no column that a client made up.
 */
final class OdbcLine {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private OdbcLine() {}

    static void write(NpsRow row, StringBuilder text) {
        text.append(NpsField.COLUMNS.stream().map(column -> field(row, column)).collect(Collectors.joining(",")));
    }

    private static String field(NpsRow row, NpsField column) {
        return switch (column) {
            case RECORD_DATE -> DATE.format(row.at());
            case RECORD_TIME -> TIME.format(row.at());
            default -> row.of(column).isEmpty() ? "" : field(row.of(column));
        };
    }

    /** Of numbers the first, of strings all with a bar between them. */
    private static String field(List<NpsValue> values) {
        return switch (values.getFirst()) {
            case NpsValue.Numeral _, NpsValue.Time _ -> string(values.getFirst());
            case NpsValue.Text _, NpsValue.Opaque _, NpsValue.Address _ ->
                values.stream().map(OdbcLine::string).collect(Collectors.joining("|", "\"", "\""));
        };
    }

    private static String string(NpsValue value) {
        return switch (value) {
            case NpsValue.Text(var text) -> text.indexOf('"') < 0 ? text : hex(NpsValue.octets(text));
            case NpsValue.Opaque opaque -> hex(opaque);
            case NpsValue.Address(var text) -> text;
            case NpsValue.Numeral(var number) -> Long.toString(number);
            case NpsValue.Time(var seconds) -> Long.toString(seconds);
        };
    }

    private static String hex(NpsValue.Opaque opaque) {
        return "0x" + opaque.hex();
    }
}
