package io.countersign.radius.accounting;

import io.countersign.radius.event.Seldom;
import io.countersign.radius.waiting.Waiting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records in groups: those that come while one group goes to the disk make the next, so that many share one wait for it. What
 * comes while too many wait, because the disk is slower than the clients, is not kept: its request stays unanswered, and comes again.
 */
public final class AccountingLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountingLedger.class);

    /** Logins write to the same file: a group must not keep it for long. */
    private static final int GROUP = 256;

    /** Enough for a burst; a disk that is too slow for longer must not fill the memory. */
    private static final int MOST_WAITING = 8_192;

    private record Entry(AccountingRecord record, CompletableFuture<Boolean> kept) {}

    private final AccountingStore store;
    private final InstantSource clock;
    private final BlockingQueue<Entry> waiting;
    private final LongAdder kept = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Thread writer;
    private final Seldom complaints = Seldom.onceAMinute();

    /** A ledger that is ready to write. */
    public AccountingLedger(AccountingStore store, InstantSource clock) {
        this(store, clock, MOST_WAITING);
    }

    /** With how many records may wait. */
    AccountingLedger(AccountingStore store, InstantSource clock, int mostWaiting) {
        this.store = store;
        this.clock = clock;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.writer = Thread.ofPlatform().name("accounting").daemon().start(this::write);
    }

    /**
     * Completes with whether the record is durable, on the writer's thread, or at once if there is no room. A record that cannot be kept is not tried again by itself. Who
     * has a record kept waits for that.
     */
    CompletableFuture<Boolean> keep(AccountingRecord record) {
        Waiting.begin();
        var entry = new Entry(record, new CompletableFuture<>());
        if (!waiting.offer(entry)) {
            leave(List.of(entry), () -> "too many records wait for the disk");
        }
        return entry.kept();
    }

    /** How many records were kept. */
    public long kept() {
        return kept.sum();
    }

    /** How many had been kept before. */
    public long repeated() {
        return repeated.sum();
    }

    /** How many could not be kept, so that their requests were left unanswered. */
    public long failed() {
        return failed.sum();
    }

    private void write() {
        while (true) {
            List<Entry> group = new ArrayList<>();
            try {
                group.add(waiting.take());
                waiting.drainTo(group, GROUP - 1);
                write(group);
            } catch (InterruptedException closed) {
                waiting.forEach(entry -> entry.kept().complete(false));
                return;
            } catch (Throwable mistake) { // even telling of one has failed
                group.forEach(entry -> entry.kept().complete(false));
            }
        }
    }

    /** The edge of the writing thread: it must outlive every mistake and error, or no request would be answered any more. */
    private void write(List<Entry> group) {
        try {
            int added = store.append(group.stream().map(Entry::record).toList());
            kept.add(added);
            repeated.add((long) group.size() - added);
            group.forEach(entry -> entry.kept().complete(true));
        } catch (AccountingUnavailable down) {
            leave(group, () -> String.valueOf(down.getMessage())); // the store's own words
        } catch (Throwable mistake) {
            // One record that cannot be written must not take its group with it.
            if (group.size() == 1) {
                leave(group, mistake::toString); // its words often say nothing without its name
            } else {
                group.forEach(entry -> write(List.of(entry)));
            }
        }
    }

    private void leave(List<Entry> group, Supplier<String> why) {
        failed.add(group.size());
        group.forEach(entry -> entry.kept().complete(false));
        if (complaints.isDue(clock.instant())) {
            LOG.error("accounting cannot be kept, so that its requests stay unanswered: {}", why.get());
        }
    }

    /** Writes no more. Only when no request is in work any more. */
    @Override
    public void close() {
        writer.interrupt();
    }
}
