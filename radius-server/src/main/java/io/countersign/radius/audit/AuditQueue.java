package io.countersign.radius.audit;

import io.countersign.radius.event.Seldom;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps logins from waiting for what they are told to: a bounded queue and one thread that hands batches to one sink.
 *
 * <p>While the sink cannot take a batch, it is kept and tried again; what no longer fits into the queue is counted, and told in the log once a
 * minute. Any thread may put events in.
 *
 * @param <E> what it tells of
 */
final class AuditQueue<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);

    /** So many events wait for a sink at most. */
    static final int MOST_WAITING = 20_000;

    private static final int MOST_IN_A_BATCH = 2_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Kind kind;
    private final AuditSink<E> sink;
    private final InstantSource clock;
    private final BlockingQueue<E> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final Seldom errors = Seldom.onceAMinute();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread writer;
    private long lostTold;
    private Duration pause = FIRST_PAUSE;
    /** Set and cleared by the writer thread. */
    private volatile boolean failing;

    /**
     * What a queue writes to.
     *
     * @param thread the name of its thread
     * @param text as messages name it
     * @param round how often it looks for events: a wake-up by each would cost a login more than all its audit
     * @param longestPause between two attempts; the first pause is a second
     */
    record Kind(String thread, String text, Duration round, Duration longestPause) {}

    private AuditQueue(Kind kind, AuditSink<E> sink, InstantSource clock, int mostWaiting) {
        this.kind = kind;
        this.sink = sink;
        this.clock = clock;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.writer = Thread.ofPlatform().name(kind.thread()).daemon().unstarted(this::write);
    }

    static <E> AuditQueue<E> start(Kind kind, AuditSink<E> sink, InstantSource clock, int mostWaiting) {
        var queue = new AuditQueue<>(kind, sink, clock, mostWaiting);
        queue.writer.start();
        return queue;
    }

    /** Takes an event, or counts it as lost. */
    void put(E event) {
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
            tell("too slow");
        }
    }

    /** Takes an event that can be told again, or be done without, unless much waits: what cannot needs the room. */
    boolean putIfRoomy(E event) {
        return waiting.size() < waiting.remainingCapacity() && waiting.offer(event);
    }

    /** How many events were not kept since the start. Zero while all is well. */
    long lost() {
        return lost.get();
    }

    /** How many events wait to be written. */
    int waiting() {
        return waiting.size();
    }

    /** Whether the last attempt to write has failed, so that what happens now may be lost. */
    boolean isFailing() {
        return failing;
    }

    /** Takes what comes from now on as the last, and writes what waits. */
    void end() {
        ending.countDown();
    }

    /** Writes what waits, for 5 s at most. */
    @Override
    public void close() {
        end();
        try {
            if (!writer.join(CLOSE_WITHIN)) {
                writer.interrupt(); // whatever it waits for ends
                writer.join(FIRST_PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tellUnwritten(waiting.size());
    }

    private void write() {
        var batch = new ArrayList<E>(MOST_IN_A_BATCH);
        while (!isEnding() || !waiting.isEmpty() || !batch.isEmpty()) {
            try {
                fill(batch);
                if (append(batch)) {
                    batch.clear();
                    pause = FIRST_PAUSE;
                } else if (isEnding()) {
                    break;
                } else {
                    rest(pause);
                    pause = longer(pause);
                }
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException | Error mistake) { // or nothing would be kept any more
                lost.addAndGet(batch.size());
                batch.clear();
                tell(mistake.toString());
            }
        }
        lost.addAndGet(batch.size());
        tellUnwritten(batch.size());
        closeSink();
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private void fill(List<E> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            return;
        }
        waiting.drainTo(batch, MOST_IN_A_BATCH);
        if (batch.isEmpty()) {
            rest(kind.round());
        }
    }

    /** Ends early when the queue is to end. */
    private void rest(Duration most) throws InterruptedException {
        var _ = ending.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration longer(Duration now) {
        var doubled = now.multipliedBy(2);
        return doubled.compareTo(kind.longestPause()) > 0 ? kind.longestPause() : doubled;
    }

    private boolean append(List<E> batch) {
        long lostNow = lost.get();
        try {
            sink.tend();
            if (batch.isEmpty() && lostNow == lostTold) {
                return true;
            }
            sink.write(text(batch, lostNow));
            failing = false;
            lostTold = lostNow;
            sink.written(batch);
            return true;
        } catch (IOException e) {
            failing = true;
            tell(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private byte[] text(List<E> batch, long lostNow) {
        try {
            return sink.text(batch, lostNow - lostTold);
        } catch (RuntimeException mistake) {
            batch.removeIf(this::isUnwritable);
            return sink.text(batch, lostNow - lostTold);
        }
    }

    /** One event that cannot be written must not take the others with it. */
    private boolean isUnwritable(E event) {
        try {
            sink.text(List.of(event), 0);
            return false;
        } catch (RuntimeException mistake) {
            lost.incrementAndGet();
            tell(mistake.toString());
            return true;
        }
    }

    private void tell(String why) {
        if (errors.isDue(clock.instant())) {
            LOG.error(
                    "{} cannot be written ({}); {} events wait, {} were lost",
                    kind.text(),
                    why,
                    waiting.size(),
                    lost.get());
        }
    }

    private void tellUnwritten(int events) {
        if (events > 0) {
            LOG.error("{} events were not written to {}", events, kind.text());
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException e) {
            LOG.error("closing {}: {}", kind.text(), e.getMessage());
        }
    }
}
