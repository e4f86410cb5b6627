package io.countersign.radius.nps;

import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.Format;
import io.countersign.radius.dictionary.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Properties of a profile that are attributes of the Access-Accept, by their names in the dictionary. */
final class NpsReply {
    /** {@code msRADIUSTunnelMediumType} is Tunnel-Medium-Type. */
    private static final String STANDARD = "msRADIUS";

    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final String CISCO = "msCiscoAV";
    private static final String VENDORS = "msRADIUSAnyVSA";

    /** Vendor, type, length, and a text, behind the mark of this form. */
    private static final Pattern TEXT =
            Pattern.compile("01(\\p{XDigit}{8})(\\p{XDigit}{2})(\\p{XDigit}{2})(.+)", Pattern.DOTALL);

    /** What NPS leaves there in place of no attribute: vendor 0, type 0, no value. */
    private static final String EMPTY = "03000000000002";

    private final Dictionary dictionary;
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();

    NpsReply(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Whether a property is for an Access-Accept by its name. */
    static boolean isOne(String property) {
        return property.startsWith(STANDARD) || property.equals(CISCO);
    }

    /** Adds the values of a property; what is wrong if one cannot be sent as NPS sends it. */
    Optional<String> add(String property, List<String> values) {
        return values.stream()
                .flatMap(value -> add(property, value).stream())
                .findFirst()
                .map(wrong -> property + " cannot be sent: " + wrong);
    }

    /** All of them; empty if there are none. */
    Map<String, List<String>> attributes() {
        return attributes;
    }

    private Optional<String> add(String property, String value) {
        return switch (property) {
            case CISCO -> put("Cisco-AVPair", value);
            case VENDORS -> vendors(value);
            default ->
                put(BETWEEN_WORDS.matcher(property.substring(STANDARD.length())).replaceAll("-"), value);
        };
    }

    private Optional<String> put(String name, String value) {
        try {
            var known = dictionary.find(name).map(AttributeType::name).orElse(name);
            dictionary.encodeAll(known, value);
            attributes.computeIfAbsent(known, _ -> new ArrayList<>()).add(value);
            return Optional.empty();
        } catch (InvalidValue wrong) {
            return Optional.of(String.valueOf(wrong.getMessage()));
        }
    }

    private Optional<String> vendors(String value) {
        var parts = TEXT.matcher(value);
        if (!parts.matches()) {
            return value.equals(EMPTY) ? Optional.empty() : Optional.of("the form of " + value + " is not known");
        }
        long vendor = HexFormat.fromHexDigitsToLong(parts.group(1));
        int type = HexFormat.fromHexDigits(parts.group(2));
        var text = parts.group(4);
        if (HexFormat.fromHexDigits(parts.group(3)) != text.getBytes(StandardCharsets.UTF_8).length + 2) {
            return Optional.of("the length in " + value + " is not that of its text");
        }
        var numbered = "Attr-26." + vendor + "." + type;
        return dictionary
                .ofNumbers("26." + vendor + "." + type)
                .filter(known -> known.format() == Format.STRING)
                .map(known -> put(known.name(), text))
                .orElseGet(() -> put(numbered, "0x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))));
    }
}
