package io.countersign.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions of a policy; all of them must hold.
 *
 * @param all in the order of the document; at least one
 */
public record Conditions(List<Condition> all) {
    /** Copies the list. */
    public Conditions {
        all = List.copyOf(all);
    }

    /** The groups that are asked for, for whoever knows the directories. */
    public List<Located<String>> groups() {
        return all.stream()
                .flatMap(condition ->
                        condition instanceof Condition.UserGroups(var groups) ? groups.stream() : Stream.empty())
                .toList();
    }

    /** The enumerated attributes and the values that are asked for, for whoever knows the dictionary. */
    public List<Condition.AttributeIs> enumerated() {
        return all.stream()
                .flatMap(condition -> condition instanceof Condition.AttributeIs is
                        ? Stream.of(is)
                        : Stream.<Condition.AttributeIs>empty())
                .toList();
    }
}
