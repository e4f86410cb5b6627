package io.countersign.radius.exchange;

import java.util.List;
import java.util.function.Supplier;

/** A handler's work that decides as it is told, rejects what is not decided, and writes down how each request ended. */
record FixedDeliberation(Supplier<Verdict> verdict, Runnable asUndecided, List<Ended> ends) implements Deliberation {
    FixedDeliberation(Supplier<Verdict> verdict, List<Ended> ends) {
        this(verdict, () -> {}, ends);
    }

    /** What a handler was told at the end of a request. */
    record Ended(Ending ending, Verdict sent) {}

    @Override
    public Verdict decide() {
        return verdict.get();
    }

    @Override
    public Verdict undecided(Ending ending) {
        asUndecided.run();
        return new Verdict.Reject(List.of());
    }

    @Override
    public void ended(Ending ending, Verdict sent) {
        ends.add(new Ended(ending, sent));
    }
}
