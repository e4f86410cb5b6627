package io.countersign.radius.netlogon;

import io.countersign.radius.event.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a controller is asked in its turn, or only after all others: one that has failed is passed over for a while, and then one logon
 * tries it again. Safe for use by many threads.
 */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final LogonServer server;
    private final Duration passOver;
    private final Seldom complaints = Seldom.onceAMinute();

    /** Guards {@link #passedOverUntil}. */
    private final ReentrantLock lock = new ReentrantLock();

    private Optional<Instant> passedOverUntil = Optional.empty();

    Standing(LogonServer server, Duration passOver) {
        this.server = server;
        this.passOver = passOver;
    }

    /** Whether it is to be asked in its turn; where it was passed over for long enough, by the first who wants to know. */
    boolean isInTurn(Instant now) {
        lock.lock();
        try {
            if (passedOverUntil.filter(now::isBefore).isPresent()) {
                return false;
            }
            passedOverUntil = passedOverUntil.map(_ -> now.plus(passOver));
            return true;
        } finally {
            lock.unlock();
        }
    }

    void answered() {
        lock.lock();
        try {
            if (passedOverUntil.isPresent()) {
                passedOverUntil = Optional.empty();
                LOG.info("domain controller {} answers again", server);
            }
        } finally {
            lock.unlock();
        }
    }

    void failed(String why, Instant now) {
        lock.lock();
        try {
            passedOverUntil = Optional.of(now.plus(passOver));
        } finally {
            lock.unlock();
        }
        if (complaints.isDue(now)) {
            LOG.warn(
                    "domain controller {}: {}; for {} s others are asked before it, where there are others",
                    server,
                    why,
                    passOver.toSeconds());
        }
    }
}
