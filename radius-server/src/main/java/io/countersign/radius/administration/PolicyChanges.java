package io.countersign.radius.administration;

import java.util.ArrayList;
import java.util.List;

/**
 * What a new revision changes.
 *
 * @param lines one for each client or policy that is added, changed, removed or moved
 * @param weaker one for each thing that lets in more than before; an administrator reads these twice
 */
public record PolicyChanges(List<String> lines, List<String> weaker) {
    /** Copies the lists. */
    public PolicyChanges {
        lines = List.copyOf(lines);
        weaker = List.copyOf(weaker);
    }

    /** These and further lines. */
    PolicyChanges and(List<String> further) {
        var all = new ArrayList<>(lines);
        all.addAll(further);
        return new PolicyChanges(all, weaker);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
