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

/** Lets the attributes pass that a group's rules let pass. Those that the protocol itself needs always pass. */
public final class AttributeFilter {
    private final Set<Place> allow;
    private final Set<Place> remove;
    private final Set<Place> needed;

    private AttributeFilter(Set<Place> allow, Set<Place> remove, Set<Place> needed) {
        this.allow = allow;
        this.remove = remove;
        this.needed = needed;
    }

    private record Place(int vendor, int number) {
        static Place of(AttributeType type) {
            return new Place(type.vendor(), type.number());
        }
    }

    /** The filter of rules whose names are all in the dictionary. */
    public static AttributeFilter of(AttributeRules rules, Dictionary dictionary) {
        return new AttributeFilter(
                places(rules.allow(), dictionary),
                places(rules.remove(), dictionary),
                dictionary.reserved().stream().map(Place::of).collect(Collectors.toSet()));
    }

    private static Set<Place> places(List<Located<String>> names, Dictionary dictionary) {
        return names.stream()
                .flatMap(name -> dictionary.find(name.value()).stream())
                .map(Place::of)
                .collect(Collectors.toSet());
    }

    List<Attribute> apply(List<Attribute> attributes) {
        List<Attribute> passed = new ArrayList<>();
        for (Attribute attribute : attributes) {
            Optional<VendorSpecific> specific = VendorSpecific.of(attribute);
            if (specific.isPresent()) {
                pass(specific.get(), attribute).ifPresent(passed::add);
            } else if (passes(new Place(0, attribute.type()))) {
                passed.add(attribute);
            }
        }
        return passed;
    }

    private Optional<Attribute> pass(VendorSpecific specific, Attribute whole) {
        List<Attribute> inner = specific.attributes().stream()
                .filter(attribute -> passes(new Place(specific.vendor(), attribute.type())))
                .toList();
        if (inner.size() == specific.attributes().size()) {
            return Optional.of(whole);
        }
        return inner.isEmpty()
                ? Optional.empty()
                : Optional.of(new VendorSpecific(specific.vendor(), inner).toAttribute());
    }

    private boolean passes(Place place) {
        return needed.contains(place) || ((allow.isEmpty() || allow.contains(place)) && !remove.contains(place));
    }
}
