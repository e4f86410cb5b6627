package io.countersign.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes one attribute of a request before anybody is looked up, and before accounting is forwarded.
 *
 * @param rules each applied to what the one before left; at least one
 */
public record AttributeManipulation(Target target, List<AttributeRewrite> rules) {
    /** Copies the list. */
    public AttributeManipulation {
        rules = List.copyOf(rules);
    }

    /** What can be changed. */
    public enum Target {
        /** RFC 2865 §5.1. */
        USER_NAME("User-Name"),
        /** RFC 2865 §5.30. */
        CALLED_STATION_ID("Called-Station-Id"),
        /** RFC 2865 §5.31. */
        CALLING_STATION_ID("Calling-Station-Id");

        private final String attributeName;

        Target(String attributeName) {
            this.attributeName = attributeName;
        }

        /** The name in the dictionary. */
        public String attributeName() {
            return attributeName;
        }
    }

    /** The value after all rules; empty if nobody knows it, or if nothing is left of it. */
    public Optional<String> apply(String value) {
        return AttributeRewrite.applyAll(rules, value).filter(text -> !text.isEmpty());
    }

    /** The attributes of a request after it; values that nobody knows then cannot be read. */
    public Facts.RequestAttributes of(Facts.RequestAttributes said) {
        return attribute -> CaseFolding.same(attribute, target.attributeName)
                ? changed(said.values(attribute))
                : said.values(attribute);
    }

    private Facts.Values changed(Facts.Values values) {
        List<String> texts = new ArrayList<>();
        for (String value : values.texts()) {
            apply(value).ifPresent(texts::add);
        }
        return new Facts.Values(
                texts, values.readable() && texts.size() == values.texts().size());
    }
}
