package io.countersign.radius.access;

import io.countersign.policy.AttributeManipulation;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a request says behind a connection request policy that changes an attribute of it. */
final class Manipulation {
    private Manipulation() {}

    /**
     * The attributes after it.
     *
     * @return empty if nobody knows the value then: a text too long to be searched, not UTF-8, or one of which nothing or too much is left
     */
    static Optional<List<Attribute>> of(List<Attribute> said, AttributeManipulation manipulation) {
        int type = type(manipulation.target());
        var changed = new ArrayList<Attribute>();
        for (var attribute : said) {
            var left = attribute.type() == type ? changed(attribute, manipulation) : Optional.of(attribute);
            if (left.isEmpty()) {
                return Optional.empty();
            }
            changed.add(left.get());
        }
        return Optional.of(changed);
    }

    private static Optional<Attribute> changed(Attribute attribute, AttributeManipulation manipulation) {
        var text = attribute.value().text();
        return octets(text).equals(attribute.value())
                ? manipulation
                        .apply(text)
                        .map(Manipulation::octets)
                        .filter(value -> value.length() <= Attribute.MAX_VALUE_OCTETS)
                        .map(value -> new Attribute(attribute.type(), value))
                : Optional.empty();
    }

    private static Octets octets(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int type(AttributeManipulation.Target target) {
        return switch (target) {
            case USER_NAME -> StandardAttributes.USER_NAME;
            case CALLED_STATION_ID -> StandardAttributes.CALLED_STATION_ID;
            case CALLING_STATION_ID -> StandardAttributes.CALLING_STATION_ID;
        };
    }
}
