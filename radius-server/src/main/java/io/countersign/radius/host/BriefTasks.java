package io.countersign.radius.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs each task on a virtual thread of its own, for a limited time; where too many run, the oldest makes room for the newest.
 *
 * <p>So whoever connects and says nothing holds up nobody. A task that must end is interrupted, which closes the channel that it reads from
 * or writes to. One that does not mind is left behind and counts no more. Safe for use by many threads.
 */
public final class BriefTasks implements Executor {
    private final String name;
    private final int most;
    private final Duration limit;

    /** Guards {@link #running}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Thread> running = new ArrayDeque<>();

    /**
     * None runs yet.
     *
     * @param name of the threads
     * @param most how many run at the same time
     * @param limit how long each may run
     */
    public BriefTasks(String name, int most, Duration limit) {
        this.name = name;
        this.most = most;
        this.limit = limit;
    }

    /** Never waits and never refuses. */
    @Override
    public void execute(Runnable task) {
        var thread = Thread.ofVirtual().name(name).unstarted(task);
        begin(thread);
        thread.start();
        Thread.ofVirtual().name(name + "-limit").start(() -> watch(thread));
    }

    private void begin(Thread thread) {
        lock.lock();
        try {
            if (running.size() >= most) {
                running.removeFirst().interrupt();
            }
            running.addLast(thread);
        } finally {
            lock.unlock();
        }
    }

    private void watch(Thread thread) {
        try {
            if (!thread.join(limit)) {
                thread.interrupt();
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible); // nobody else has this thread
        } finally {
            end(thread);
        }
    }

    private void end(Thread thread) {
        lock.lock();
        try {
            running.remove(thread);
        } finally {
            lock.unlock();
        }
    }
}
