package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import java.io.Serial;
import java.util.List;

/** A document that cannot be used, with everything that is wrong in it; the message is one line a problem. */
public final class InvalidDocument extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** Of at least one problem. */
    public InvalidDocument(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, by line. */
    public List<Problem> problems() {
        return problems;
    }
}
