package io.countersign.radius.event;

import io.countersign.radius.event.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an administrator is about to change, as it will be told. Carries no secret. A list of more than a
 * hundred lines ends with how many more there were.
 *
 * @param kinds what it is about; at least one
 * @param lines one for each thing that is added, changed or removed
 * @param weaker one for each thing that lets in more than before
 */
public record Deed(Set<Kind> kinds, Author by, List<String> lines, List<String> weaker) {
    private static final int MOST_LINES = 100;

    /** Copies and cuts the lists. */
    public Deed {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a change is about something");
        }
        kinds = Set.copyOf(kinds);
        lines = cut(lines);
        weaker = cut(weaker);
    }

    private static List<String> cut(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines.stream().map(Author::cut).toList();
        }
        List<String> kept = new ArrayList<>(
                lines.stream().limit(MOST_LINES - 1).map(Author::cut).toList());
        kept.add("and " + (lines.size() - kept.size()) + " more");
        return List.copyOf(kept);
    }
}
