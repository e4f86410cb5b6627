package io.countersign.radius.exchange;

import io.countersign.radius.waiting.Waiting;
import java.util.Optional;

/**
 * A handler's work on one request: decided by one thread, and told once how it ended, by whichever thread ended it.
 *
 * <p>The request's one reply is settled first and told of afterwards, so that what is told is what went out. {@link #undecided} and
 * {@link #ended} may be called while another thread is still in {@link #decide}.
 */
public interface Deliberation {
    /**
     * The verdict. Called on the listener's thread first, where {@link Waiting#begin} ends the attempt; then another deliberation on the same
     * request may block on a virtual thread, which is interrupted when its verdict is no longer wanted.
     */
    Verdict decide();

    /** What is sent in place of a verdict that has not come: {@link Ending#LATE} or {@link Ending#STOPPING}. Must not block. */
    Verdict undecided(Ending ending);

    /**
     * Hears what became of the request, after its reply is on its way. Called once for each request that was taken in; must not block long.
     *
     * @param sent what really went out
     */
    void ended(Ending ending, Verdict sent);

    /** What is to be told of the request while it is not answered; empty if that is nobody's login. Any thread. */
    default Optional<OpenLogin> open() {
        return Optional.empty();
    }

    /** How a request ends. */
    enum Ending {
        /** Its verdict came in time and was sent as it is. */
        DECIDED,
        /** Its verdict came in time, but would have been longer than a packet may be: something shorter, or nothing, was sent. */
        TOO_LONG,
        /** No verdict had come when it must have been answered. */
        LATE,
        /** No verdict had come when the server stopped. */
        STOPPING,
        /** Deciding failed by our own mistake; nothing was sent. */
        MISTAKE
    }
}
