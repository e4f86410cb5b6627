package io.countersign.mfa.entra.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Stops asking a host that fails again and again. Safe for use by many threads. */
final class Breaker {
    /*
     * Opens after some failures in a row with no success for a moment, and refuses for a while: among thousands of calls at once, some in a
     * row mean nothing while others succeed. Then everybody is let through; the first failure opens it again, the
     * first success forgets the failures. There is no single probe, as breakers of libraries send one: ours may be a push, which takes
     * as long as its user needs, and all other logins would wait for that one.
     */
    private static final int FAILURES = 5;
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final ReentrantLock state = new ReentrantLock();
    private int failures;
    private Instant lastSuccess = Instant.EPOCH;
    private Instant openUntil = Instant.EPOCH;

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    boolean isOpen() {
        state.lock();
        try {
            return clock.instant().isBefore(openUntil);
        } finally {
            state.unlock();
        }
    }

    void succeeded() {
        state.lock();
        try {
            failures = 0;
            lastSuccess = clock.instant();
        } finally {
            state.unlock();
        }
    }

    /** Answers whether this failure has opened it. */
    boolean failed() {
        state.lock();
        try {
            failures++;
            var now = clock.instant();
            if (failures < FAILURES || now.isBefore(lastSuccess.plus(MOMENT)) || now.isBefore(openUntil)) {
                return false;
            }
            openUntil = now.plus(PAUSE);
            return true;
        } finally {
            state.unlock();
        }
    }
}
