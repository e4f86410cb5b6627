package io.countersign.radius.app;

import io.countersign.radius.store.Store.Marks;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the store every half second, on a thread of its own that nothing holds up: whether it answers, and how much has changed in it, by
 * this process or another.
 */
final class StoreWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Supplier<Marks> marks;
    private final Consumer<Marks> seen;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-watch").daemon().factory());

    private volatile boolean answers = true; // for the threads of listeners

    /**
     * Not looking yet.
     *
     * @param marks read from the store; throws if it does not answer
     * @param seen hears of every look at a store that answers; must not block
     */
    StoreWatch(Supplier<Marks> marks, Consumer<Marks> seen) {
        this.marks = marks;
        this.seen = seen;
    }

    /** Begins to look. */
    void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the store, and with it the local users, could be read at the last look. */
    boolean answers() {
        return answers;
    }

    /** The edge of the thread, which must outlive every failure. */
    private void look() {
        try {
            seen.accept(marks.get());
            if (!answers) {
                LOG.info("the store can be read again");
            }
            answers = true;
        } catch (RuntimeException | Error failed) {
            if (answers) {
                LOG.error("the store cannot be read; looking again every half second: {}", failed.getMessage());
            }
            answers = false;
        }
    }

    @Override
    public void close() {
        thread.close(); // a look takes no longer than the store's own time-out
    }
}
