package io.countersign.radius.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A row as an element {@code Event} of NPS's DTS format, on one line. {@code data_type} follows the value: 0 a number, 1 text, 2 octets in hex,
 * 3 an IPv4 address, 4 a time; an IPv6 address is text.
 */
final class DtsLine {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("MM/dd/uuuu HH:mm:ss.SSS", Locale.ROOT);
    /** Times that are part of a value, to the second. */
    static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("MM/dd/uuuu HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int NUMBER = 0;
    private static final int TEXT = 1;
    private static final int OCTETS = 2;
    private static final int IPV4 = 3;
    private static final int TIME = 4;

    private DtsLine() {}

    static void write(NpsRow row, StringBuilder text) {
        text.append("<Event>");
        element("Timestamp", TIME, LOCAL.format(row.at()), text);
        row.values().forEach((field, values) -> {
            if (field != NpsField.PACKET_TYPE && field != NpsField.REASON_CODE) {
                values.forEach(value -> element(field, value, text));
            }
        });
        row.of(NpsField.PACKET_TYPE).forEach(value -> element(NpsField.PACKET_TYPE, value, text));
        row.of(NpsField.REASON_CODE).forEach(value -> element(NpsField.REASON_CODE, value, text));
        text.append("</Event>");
    }

    private static void element(NpsField field, NpsValue value, StringBuilder text) {
        switch (value) {
            case NpsValue.Numeral(var number) -> element(field.element(), NUMBER, Long.toString(number), text);
            case NpsValue.Text(var string) -> element(field.element(), TEXT, string, text);
            case NpsValue.Opaque opaque -> element(field.element(), OCTETS, opaque.hex(), text);
            case NpsValue.Address address ->
                element(field.element(), address.isVersion4() ? IPV4 : TEXT, address.text(), text);
            case NpsValue.Time(var seconds) ->
                element(field.element(), TIME, UTC.format(Instant.ofEpochSecond(seconds)), text);
        }
    }

    private static void element(String name, int dataType, String value, StringBuilder text) {
        text.append('<').append(name).append(" data_type=\"").append(dataType).append("\">");
        escape(value, text);
        text.append("</").append(name).append('>');
    }

    /** Every character is printable: these three are all that XML needs. */
    private static void escape(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                default -> text.append(character);
            }
        }
    }
}
