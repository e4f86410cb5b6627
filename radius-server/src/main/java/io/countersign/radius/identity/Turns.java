package io.countersign.radius.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns at what only a few can do at a time. Who has to wait is called in rotation among the clients, and in order of coming among those of
 * one client; so a client with many in its queue makes another wait for one of them, not for all. Safe for use by many threads.
 */
final class Turns {
    private final int mostWaiting;

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    /** By client, those only that have somebody waiting; the next to be called first. */
    private final SequencedMap<String, Deque<Waiter>> waiting = new LinkedHashMap<>();

    private int free; // above 0 only while nobody waits

    private static final class Waiter {
        private final Condition called;
        private boolean hasTurn;

        Waiter(Condition called) {
            this.called = called;
        }
    }

    /**
     * All free.
     *
     * @param atATime how many may have a turn at the same time
     * @param mostWaiting how many of each client may wait
     */
    Turns(int atATime, int mostWaiting) {
        this.free = atATime;
        this.mostWaiting = mostWaiting;
    }

    /** Waits for a turn, which is then to be ended by {@link #end}. Answers false at once if too many of the client wait already. */
    boolean begin(String client) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (free > 0) {
                free--;
                return true;
            }
            var queue = waiting.computeIfAbsent(client, _ -> new ArrayDeque<>());
            if (queue.size() >= mostWaiting) {
                return false;
            }
            var waiter = new Waiter(lock.newCondition());
            queue.add(waiter);
            awaitTurn(waiter, client);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Waiter waiter, String client) throws InterruptedException {
        try {
            while (!waiter.hasTurn) {
                waiter.called.await();
            }
        } catch (InterruptedException interrupted) {
            leave(waiter, client);
            throw interrupted;
        }
    }

    private void leave(Waiter waiter, String client) {
        if (waiter.hasTurn) {
            callNext();
            return;
        }
        waiting.computeIfPresent(client, (_, queue) -> {
            queue.remove(waiter);
            return queue.isEmpty() ? null : queue;
        });
    }

    /** Ends a turn. */
    void end() {
        lock.lock();
        try {
            callNext();
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        var next = waiting.pollFirstEntry();
        if (next == null) {
            free++;
            return;
        }
        var queue = next.getValue();
        var waiter = queue.remove();
        waiter.hasTurn = true;
        waiter.called.signal();
        if (!queue.isEmpty()) {
            waiting.putLast(next.getKey(), queue);
        }
    }
}
