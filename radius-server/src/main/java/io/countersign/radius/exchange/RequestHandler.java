package io.countersign.radius.exchange;

import java.util.List;

/**
 * Decides on a request. Called on the listener's thread first, where {@link Waiting#begin} ends the attempt, and then on a virtual thread,
 * where it may block until {@link Authentic#answerBy}.
 */
@FunctionalInterface
public interface RequestHandler {
    /** The verdict; never null. */
    Verdict decide(Authentic request);

    /** The verdict on a request that is not decided when it must have been answered. */
    default Verdict late() {
        return new Verdict.Reject(List.of());
    }

    /**
     * Whether a request goes on with a login that it knows, so that room is kept for it. What anybody can make up is no sign of that. Called
     * on a listener's thread; must not block.
     */
    default boolean goesOn(Authentic request) {
        return false;
    }

    /** Whether it can decide on new requests, as far as is known. Called on a listener's thread; must not block. */
    default boolean isUp() {
        return true;
    }
}
