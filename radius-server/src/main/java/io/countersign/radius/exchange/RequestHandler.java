package io.countersign.radius.exchange;

/** Decides on a request. Called once for each, on a virtual thread; may block until {@link Authentic#answerBy}. */
@FunctionalInterface
public interface RequestHandler {
    /** The verdict; never null. */
    Verdict decide(Authentic request);
}
