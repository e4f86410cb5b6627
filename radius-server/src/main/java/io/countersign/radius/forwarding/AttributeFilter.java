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

/** Lets the attributes pass that a group's rules let pass, by their numbers. Those that the protocol itself needs always pass. */
public final class AttributeFilter {
    private final Set<String> allow;
    private final Set<String> remove;
    private final Set<String> needed;

    private AttributeFilter(Set<String> allow, Set<String> remove, Set<String> needed) {
        this.allow = allow;
        this.remove = remove;
        this.needed = needed;
    }

    /** The filter of rules whose names are all in the dictionary. */
    public static AttributeFilter of(AttributeRules rules, Dictionary dictionary) {
        return new AttributeFilter(
                places(rules.allow(), dictionary),
                places(rules.remove(), dictionary),
                dictionary.reserved().stream().map(AttributeType::oid).collect(Collectors.toSet()));
    }

    private static Set<String> places(List<Located<String>> names, Dictionary dictionary) {
        return names.stream()
                .flatMap(name -> dictionary.find(name.value()).stream())
                .map(AttributeType::oid)
                .collect(Collectors.toSet());
    }

    List<Attribute> apply(List<Attribute> attributes) {
        List<Attribute> passed = new ArrayList<>();
        for (Attribute attribute : attributes) {
            Optional<VendorSpecific> specific = VendorSpecific.of(attribute);
            if (specific.isPresent()) {
                pass(specific.get(), attribute).ifPresent(passed::add);
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
        boolean extended = attribute.type() >= 241 && attribute.type() <= 246;
        return extended && attribute.value().length() > 0
                ? attribute.type() + "." + attribute.value().at(0)
                : Integer.toString(attribute.type());
    }
}
