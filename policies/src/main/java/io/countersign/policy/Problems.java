package io.countersign.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong with one or several documents, so that an administrator sees all of it at once. For one thread. */
public final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.at().source())
            .thenComparingInt(problem -> problem.at().line())
            .thenComparingInt(problem -> problem.at().column());

    private final Set<Problem> found = new LinkedHashSet<>();

    /** Adds a problem; one that is already there is kept once. */
    public void add(Location at, String what, String fix) {
        found.add(new Problem(at, what, fix));
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was found, by document and line. */
    public List<Problem> list() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        return List.copyOf(sorted);
    }

    /**
     * Does nothing if nothing was found.
     *
     * @throws InvalidDocument with everything that was found
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new InvalidDocument(list());
        }
    }
}
