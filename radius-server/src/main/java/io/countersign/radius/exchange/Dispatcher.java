package io.countersign.radius.exchange;

import io.countersign.radius.exchange.Deliberation.Ending;
import io.countersign.radius.packet.DiscardReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private final ConcurrentMap<String, Integer> inWorkOfClient = new ConcurrentHashMap<>();

    /** Those that nobody has ended, by deadline, so that {@link #sweep} looks at the late ones alone. */
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
     * Starts work on a request, or says which limit forbids it.
     *
     * @param goesOn whether it may take the room that is kept for those
     */
    Optional<DiscardReason> start(OpenRequest open, boolean goesOn) {
        String client = open.request().client().name();
        if (!enter(client, goesOn)) {
            return Optional.of(DiscardReason.CLIENT_BUSY);
        }
        if (!(goesOn || room.availablePermits() > limit / KEPT_FOR_GOING_ON) || !room.tryAcquire()) {
            leave(client);
            return Optional.of(DiscardReason.LISTENER_BUSY);
        }
        new Task(open).start();
        return Optional.empty();
    }

    /** How much is kept for what goes on is a matter of about: two that come at once may see the same room. */
    private boolean enter(String client, boolean goesOn) {
        int most = goesOn ? roomPerClient : roomPerClient - roomPerClient / KEPT_FOR_GOING_ON;
        boolean entered = inWorkOfClient.merge(client, 1, Integer::sum) <= most;
        if (!entered) {
            leave(client);
        }
        return entered;
    }

    /** A client with nothing in work takes no room here: names come and go. */
    private void leave(String client) {
        inWorkOfClient.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    /** How many clients have requests in work. */
    int clientsAtWork() {
        return inWorkOfClient.size();
    }

    /** Ends the late ones. Nobody else decides who is late. */
    void sweep() {
        long now = sinceStart();
        List<Task> late = new ArrayList<>();
        for (Task task : running) {
            if (now < task.deadline) {
                break;
            }
            late.add(task);
        }
        end(late, Ending.LATE);
    }

    /** Ends all that are in work, because the server stops; how many had no reply yet. */
    int stop() {
        return end(List.copyOf(running), Ending.STOPPING);
    }

    /**
     * First all replies go out, as telling takes longer. The thread of each is interrupted, so that it stops waiting for what no longer
     * matters.
     */
    private static int end(List<Task> tasks, Ending why) {
        List<OpenRequest> ended = tasks.stream()
                .filter(task -> task.end(why))
                .map(task -> task.open)
                .toList();
        ended.forEach(OpenRequest::tell);
        return ended.size();
    }

    private long sinceStart() {
        return nanoTime.getAsLong() - begun;
    }

    /** The logins that are in work. */
    List<OpenLogin> openLogins() {
        return running.stream().flatMap(task -> task.open.login().stream()).toList();
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
        private final OpenRequest open;
        private final Thread thread;

        Task(OpenRequest open) {
            this.deadline =
                    sinceStart() + open.request().client().answerWithin().toNanos();
            this.open = open;
            this.thread = Thread.ofVirtual().name(name(open.request())).unstarted(this);
        }

        void start() {
            running.add(this);
            thread.start();
        }

        @Override
        public void run() {
            try {
                open.decide(() -> sinceStart() >= deadline);
            } finally {
                running.remove(this);
                leave(open.request().client().name());
                room.release();
            }
        }

        /** Whether it was this call that ended the request. */
        boolean end(Ending why) {
            if (!running.remove(this)) {
                return false;
            }
            try {
                return open.end(why);
            } finally {
                thread.interrupt();
            }
        }

        private static String name(Authentic request) {
            return "request " + request.client().name() + " #"
                    + request.packet().identifier();
        }
    }
}
