package io.countersign.radius.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a server has come, and what it has opened on the way. Closes that in reverse order, whether the start came to its end or not; what
 * cannot be closed holds up nothing else and is told in the log. Safe for use by many threads.
 */
final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** Held while something is added, and while all is closed. */
    private final ReentrantLock changing = new ReentrantLock();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile State state = State.STARTING; // read without the lock: whoever asks must not wait for a stop

    /** In this order, and none twice. */
    enum State {
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED
    }

    State state() {
        return state;
    }

    /**
     * Takes over something that was opened.
     *
     * @throws IllegalStateException if everything is closed already; what was opened is closed then
     */
    <T extends AutoCloseable> T with(T part) {
        changing.lock();
        try {
            if (state == State.STOPPED) {
                close(part);
                throw new IllegalStateException("stopped already");
            }
            opened.push(part);
            return part;
        } finally {
            changing.unlock();
        }
    }

    /** The start has come to its end. Does nothing once a stop has begun. */
    void running() {
        changing.lock();
        try {
            if (state == State.STARTING) {
                state = State.RUNNING;
            }
        } finally {
            changing.unlock();
        }
    }

    /** Closes everything, last opened first. The second time does nothing. */
    @Override
    public void close() {
        changing.lock();
        try {
            if (state != State.STOPPED) {
                state = State.STOPPING;
            }
            while (!opened.isEmpty()) {
                close(opened.pop());
            }
            state = State.STOPPED;
        } finally {
            changing.unlock();
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failed) {
            LOG.warn("while stopping, {}: {}", part.getClass().getSimpleName(), failed.toString());
        }
    }
}
