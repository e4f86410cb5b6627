package io.countersign.mfa.web;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Stops asking a host that fails again and again. Safe for use by many threads. */
final class Breaker {
    /*
     * Opens after some failures in a row with no success for a moment, and refuses for a while: among thousands of calls at once, some in a
     * row mean nothing while others succeed. Then everybody is let through; the first failure opens it again, the
     * first success forgets the failures. There is no single probe, as breakers of libraries send one: ours may be a push, which takes
     * as long as its user needs, and all other logins would wait for that one.
     */
    private static final int FAILURES = 5;
    private static final long MOMENT = Duration.ofSeconds(2).toNanos();
    private static final long PAUSE = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private final ReentrantLock state = new ReentrantLock();
    private int failures;
    private long lastSuccess;
    private long openUntil;

    /** Closed. The clock is one as {@link System#nanoTime}: a time of day that is set would change how long the pause is. */
    Breaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.openUntil = nanoTime.getAsLong();
        this.lastSuccess = openUntil - MOMENT;
    }

    boolean isOpen() {
        state.lock();
        try {
            return isOpen(nanoTime.getAsLong());
        } finally {
            state.unlock();
        }
    }

    void succeeded() {
        state.lock();
        try {
            failures = 0;
            lastSuccess = nanoTime.getAsLong();
        } finally {
            state.unlock();
        }
    }

    /** Answers whether this failure has opened it. */
    boolean failed() {
        state.lock();
        try {
            failures++;
            long now = nanoTime.getAsLong();
            if (failures < FAILURES || now - lastSuccess < MOMENT || isOpen(now)) {
                return false;
            }
            openUntil = now + PAUSE;
            return true;
        } finally {
            state.unlock();
        }
    }

    private boolean isOpen(long now) {
        return now - openUntil < 0;
    }
}
