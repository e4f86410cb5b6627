package io.countersign.mfa.entra.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Stops asking a host that fails again and again. Safe for use by many threads. */
final class Breaker {
    /*
     * Opens after some failures in a row, and refuses for a while. Then everybody is let through; the first failure opens it again, the
     * first success forgets the failures. There is no single probe, as breakers of libraries send one: ours may be a push, which takes
     * as long as its user needs, and all other logins would wait for that one.
     */
    private static final int FAILURES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final ReentrantLock state = new ReentrantLock();
    private int failures;
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
        } finally {
            state.unlock();
        }
    }

    /** Answers whether this failure has opened it. */
    boolean failed() {
        state.lock();
        try {
            failures++;
            if (failures < FAILURES || clock.instant().isBefore(openUntil)) {
                return false;
            }
            openUntil = clock.instant().plus(PAUSE);
            return true;
        } finally {
            state.unlock();
        }
    }
}
