package io.countersign.radius.waiting;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps listeners' threads from waiting. A request is decided on the thread that received it as long as everything needed is in memory;
 * whatever may wait says so first by {@link #begin}, which there ends the attempt, so that the request goes on on a thread of its own.
 *
 * <p>It is said in the very place where the waiting is, and nowhere above it: the database, a plugin's call, a prompt, a remote server, a
 * password's hash, the accounting ledger. So nobody has to foresee what a request will need, and nothing can forget to say it. What was done
 * before is done again on the other thread: it must leave no trace.
 */
public final class Waiting {
    private static final ThreadLocal<Boolean> FORBIDDEN = new ThreadLocal<>();

    private Waiting() {}

    /** Ends an attempt to decide without waiting. Nobody but {@link #without} catches it for good. */
    public static final class Needed extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("StaticAssignmentOfThrowable") // carries nothing, and is thrown for most logins
        private static final Needed NEEDED = new Needed();

        private Needed() {
            super("this takes a thread of its own", null, false, false);
        }
    }

    /** Called before anything that may wait, or that computes for longer than a datagram may take. */
    public static void begin() {
        if (FORBIDDEN.get() != null) {
            throw Needed.NEEDED;
        }
    }

    /** Does some work on this thread without waiting; empty if it would have to. */
    public static <T> Optional<T> without(Supplier<T> work) {
        FORBIDDEN.set(true);
        try {
            return Optional.of(work.get());
        } catch (Needed _) {
            return Optional.empty();
        } finally {
            FORBIDDEN.remove();
        }
    }
}
