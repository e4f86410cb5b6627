package io.countersign.cli.radius;

import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.Format;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.StandardAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * An attribute, or a part of one, as it is shown.
 *
 * @param offset of the attribute in the packet
 * @param fault what is impossible about its value
 */
record ShownAttribute(int offset, String name, String value, Optional<String> fault) {
    private static final String BETWEEN = " = ";
    private static final String HEX = "0x";

    /** Those whose values are hex anyway, or any text. */
    private static final Set<Format> ANY_LENGTH = Set.of(Format.STRING, Format.OCTETS, Format.TLV);

    static List<ShownAttribute> all(List<Attribute> attributes, Dictionary dictionary) {
        int[] offsets = new int[attributes.size()];
        int offset = Reading.HEADER_OCTETS;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += attributes.get(i).length();
        }
        List<ShownAttribute> shown = new ArrayList<>();
        for (var line : dictionary.describe(attributes)) {
            String[] parts = line.text().split(BETWEEN, 2);
            String value = parts.length > 1 ? parts[1] : "";
            String untagged = parts[0].replaceFirst(":\\d+$", "");
            shown.add(new ShownAttribute(
                    offsets[line.index()],
                    parts[0],
                    value,
                    faultOfLength(attributes.get(line.index()))
                            .or(() -> faultOfFormat(dictionary.find(untagged), value))));
        }
        return shown;
    }

    /** A value that does not fit its format is shown as hex. */
    private static Optional<String> faultOfFormat(Optional<AttributeType> type, String value) {
        if (value.equals(HEX) || value.equals("\"\"")) {
            return Optional.of("no octets; an attribute without a value is not sent (RFC 2865 §5)");
        }
        return type.map(AttributeType::format)
                .filter(format -> !ANY_LENGTH.contains(format) && value.startsWith(HEX))
                .map(format -> (value.length() - HEX.length()) / 2 + " octets, which is no "
                        + format.name().toLowerCase(Locale.ROOT));
    }

    /** Of the attributes that the server itself reads. */
    private static Optional<String> faultOfLength(Attribute attribute) {
        int octets = attribute.value().length();
        return switch (attribute.type()) {
            case StandardAttributes.USER_PASSWORD ->
                octets >= 16 && octets <= 128 && octets % 16 == 0
                        ? Optional.empty()
                        : Optional.of(octets + " octets, not 16 to 128 in blocks of 16");
            case StandardAttributes.CHAP_PASSWORD ->
                octets == 17 ? Optional.empty() : Optional.of(octets + " octets, not 17");
            case MessageAuthenticator.TYPE ->
                octets == MessageAuthenticator.OCTETS
                        ? Optional.empty()
                        : Optional.of(octets + " octets, not " + MessageAuthenticator.OCTETS);
            case 241, 242, 243, 244 -> faultOfExtended(octets, 2);
            case 245, 246 -> faultOfExtended(octets, 3);
            default -> Optional.empty();
        };
    }

    /** RFC 6929 §2.1, §2.2: a type, in a long one flags, and a value. */
    private static Optional<String> faultOfExtended(int octets, int least) {
        return octets >= least ? Optional.empty() : Optional.of(octets + " octets, not " + least + " or more");
    }

    /** For people. */
    String text() {
        return name
                + BETWEEN
                + value
                + fault.map(why -> "  (impossible: " + why + ")").orElse("");
    }

    /** For programs. */
    void addTo(ArrayNode list) {
        var json = list.addObject().put("offset", offset).put("name", name).put("value", value);
        fault.ifPresent(why -> json.put("fault", why));
    }
}
