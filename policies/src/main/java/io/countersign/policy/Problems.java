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

    /** How many are told: more than anybody reads, and less than fills the memory. */
    static final int MOST = 10_000;

    private final Set<Problem> found = new LinkedHashSet<>();
    private long count;

    /** Adds a problem; one that is already there is kept once, and what is more than anybody would read is only counted. */
    public void add(Location at, String what, String fix) {
        count++;
        if (found.size() < MOST) {
            found.add(new Problem(at, what, fix));
        }
    }

    /** How many times one was added. */
    public long count() {
        return count;
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
