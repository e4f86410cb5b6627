package io.countersign.radius.forwarding;

import io.countersign.policy.AttributeRules;
import io.countersign.policy.Located;
import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets the attributes pass that a group's rules let pass, by their numbers. Those that the protocol itself needs always pass.
 *
 * <p>Where there are rules, a Vendor-Specific attribute that cannot be looked into does not pass: whoever sends it could hide in it what a
 * rule removes.
 */
public final class AttributeFilter {
    private final Set<String> allow;
    private final Set<String> remove;
    private final Set<String> needed;
    private final Dictionary dictionary;

    private AttributeFilter(Set<String> allow, Set<String> remove, Set<String> needed, Dictionary dictionary) {
        this.allow = allow;
        this.remove = remove;
        this.needed = needed;
        this.dictionary = dictionary;
    }

    /** The filter of rules whose names are all in the dictionary and can be {@linkplain #tellsApart told apart}. */
    public static AttributeFilter of(AttributeRules rules, Dictionary dictionary) {
        return new AttributeFilter(
                places(rules.allow(), dictionary),
                places(rules.remove(), dictionary),
                dictionary.reserved().stream()
                        .filter(type -> tellsApart(type, dictionary))
                        .map(AttributeType::oid)
                        .collect(Collectors.toSet()),
                dictionary);
    }

    /**
     * Whether a rule may name an attribute: one at the top of a packet, of a vendor with the recommended layout, or extended. Not what is
     * within another one, nor what only holds others.
     */
    public static boolean tellsApart(AttributeType type, Dictionary dictionary) {
        String[] path = type.oid().split("\\.", -1);
        int outermost = Integer.parseInt(path[0]);
        if (outermost == VendorSpecific.TYPE) {
            return path.length == 3 && dictionary.hasRecommendedLayout(Integer.parseInt(path[1]));
        }
        return path.length == (isExtended(outermost) ? 2 : 1);
    }

    private static Set<String> places(List<Located<String>> names, Dictionary dictionary) {
        return names.stream()
                .flatMap(name -> dictionary.find(name.value()).stream())
                .map(AttributeType::oid)
                .collect(Collectors.toSet());
    }

    List<Attribute> apply(List<Attribute> attributes) {
        if (allow.isEmpty() && remove.isEmpty()) {
            return attributes;
        }
        List<Attribute> passed = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (attribute.type() == VendorSpecific.TYPE) {
                VendorSpecific.of(attribute)
                        .filter(specific -> dictionary.hasRecommendedLayout(specific.vendor()))
                        .flatMap(specific -> pass(specific, attribute))
                        .ifPresent(passed::add);
            } else if (passes(oid(attribute))) {
                passed.add(attribute);
            }
        }
        return passed;
    }

    private Optional<Attribute> pass(VendorSpecific specific, Attribute whole) {
        List<Attribute> inner = specific.attributes().stream()
                .filter(attribute -> passes("26." + specific.vendor() + "." + attribute.type()))
                .toList();
        if (inner.size() == specific.attributes().size()) {
            return Optional.of(whole);
        }
        return inner.isEmpty()
                ? Optional.empty()
                : Optional.of(new VendorSpecific(specific.vendor(), inner).toAttribute());
    }

    private boolean passes(String place) {
        return needed.contains(place) || ((allow.isEmpty() || allow.contains(place)) && !remove.contains(place));
    }

    /** Extended attributes are told apart by their second number (RFC 6929 §2.1). */
    private static String oid(Attribute attribute) {
        return isExtended(attribute.type()) && attribute.value().length() > 0
                ? attribute.type() + "." + attribute.value().at(0)
                : Integer.toString(attribute.type());
    }

    private static boolean isExtended(int type) {
        return type >= 241 && type <= 246;
    }
}
