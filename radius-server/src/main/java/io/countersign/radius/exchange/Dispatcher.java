package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides where a request goes on: each on a virtual thread of its own, and never more of them than the limits allow.
 *
 * <p>A request over a limit is refused at once rather than queued: its client repeats it, and by then there may be room. So nothing grows
 * old in a queue. An eighth of the room is kept for requests that go on with a login, so that who has shown the first factor comes to its
 * end however many others begin one (RFC 5080 §2.2.3).
 */
final class Dispatcher {
    /** The share of the room: one in so many. */
    private static final int KEPT_FOR_GOING_ON = 8;

    private final Semaphore room;
    private final int roomPerClient;
    private final ConcurrentMap<String, Semaphore> roomOfClient = new ConcurrentHashMap<>();

    /** By deadline, so that {@link #sweep} looks at the late ones alone. */
    private final Set<Task> running = new ConcurrentSkipListSet<>(
            Comparator.comparingLong((Task task) -> task.deadline).thenComparingLong(task -> task.number));

    private final AtomicLong started = new AtomicLong();
    private final int limit;
    private final LongSupplier nanoTime;
    private final long begun;

    /** With a clock as {@link System#nanoTime}: a deadline must not move when somebody sets the time of day. */
    Dispatcher(ExchangeSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.limit = settings.inWork();
        this.room = new Semaphore(limit);
        this.roomPerClient = settings.inWorkPerClient();
    }

    /**
     * Starts work on a request, or says which limit forbids it. The work must not throw.
     *
     * @param goesOn whether it may take the room that is kept for those
     * @param late called once on the sweeping thread if the work is not done when the request must have been answered
     */
    Optional<DiscardReason> start(Authentic request, boolean goesOn, Runnable work, Runnable late) {
        Semaphore ofClient = roomOfClient.computeIfAbsent(request.client().name(), _ -> new Semaphore(roomPerClient));
        if (!tryAcquire(ofClient, roomPerClient, goesOn)) {
            return Optional.of(DiscardReason.CLIENT_BUSY);
        }
        if (!tryAcquire(room, limit, goesOn)) {
            ofClient.release();
            return Optional.of(DiscardReason.LISTENER_BUSY);
        }
        new Task(request, work, late, ofClient).start();
        return Optional.empty();
    }

    /** How much is kept for what goes on is a matter of about: two that come at once may see the same room. */
    private static boolean tryAcquire(Semaphore room, int all, boolean goesOn) {
        return (goesOn || room.availablePermits() > all / KEPT_FOR_GOING_ON) && room.tryAcquire();
    }

    /** Tells the late ones. The thread of each is interrupted, so that it stops waiting for what no longer matters. */
    void sweep() {
        long now = sinceStart();
        for (Task task : running) {
            if (now < task.deadline) {
                return;
            }
            task.tellLate();
        }
    }

    private long sinceStart() {
        return nanoTime.getAsLong() - begun;
    }

    /** How many requests are in work. */
    int inWork() {
        return limit - room.availablePermits();
    }

    /** Waits until no request is in work; false if some still are after the limit, or if interrupted. */
    boolean awaitIdle(Duration atMost) {
        try {
            if (!room.tryAcquire(limit, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            room.release(limit);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private final class Task implements Runnable {
        /** In nanoseconds since the dispatcher's start. */
        private final long deadline;

        private final long number = started.getAndIncrement();
        private final Runnable work;
        private final Runnable late;
        private final Semaphore ofClient;
        private final Thread thread;
        private boolean told; // the sweeping thread's alone

        Task(Authentic request, Runnable work, Runnable late, Semaphore ofClient) {
            this.deadline = sinceStart() + request.client().answerWithin().toNanos();
            this.work = work;
            this.late = late;
            this.ofClient = ofClient;
            this.thread = Thread.ofVirtual().name(name(request)).unstarted(this);
        }

        void start() {
            running.add(this);
            thread.start();
        }

        @Override
        public void run() {
            try {
                work.run();
            } finally {
                running.remove(this);
                ofClient.release();
                room.release();
            }
        }

        void tellLate() {
            if (!told) {
                told = true;
                late.run();
                thread.interrupt();
            }
        }

        private static String name(Authentic request) {
            return "request " + request.client().name() + " #"
                    + request.packet().identifier();
        }
    }
}
