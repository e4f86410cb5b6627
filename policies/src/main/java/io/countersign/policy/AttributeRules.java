package io.countersign.policy;

import java.util.List;

/**
 * Which attributes pass, by dictionary name.
 *
 * @param allow only these; empty for all
 * @param remove not these
 */
public record AttributeRules(List<Located<String>> allow, List<Located<String>> remove) {
    /** All pass. */
    public static final AttributeRules NONE = new AttributeRules(List.of(), List.of());

    /** Copies the lists. */
    public AttributeRules {
        allow = List.copyOf(allow);
        remove = List.copyOf(remove);
    }
}
