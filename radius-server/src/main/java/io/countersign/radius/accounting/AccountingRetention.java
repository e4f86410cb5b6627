package io.countersign.radius.accounting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what has been kept long enough, once an hour, on a thread of its own. In slices: logins and accounting write to the same file,
 * and whoever waits for it comes in after each.
 */
public final class AccountingRetention implements AutoCloseable {
    /** Some milliseconds' work. */
    static final int SLICE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(AccountingRetention.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final AccountingStore store;
    private final Duration keep;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("accounting-retention").daemon().factory());

    /** Begins a minute from now. */
    public AccountingRetention(AccountingStore store, AccountingSettings settings, InstantSource clock) {
        this(store, settings, clock, FIRST, EVERY);
    }

    AccountingRetention(
            AccountingStore store, AccountingSettings settings, InstantSource clock, Duration first, Duration every) {
        this.store = store;
        this.keep = settings.keep();
        this.clock = clock;
        var _ = thread.scheduleWithFixedDelay(
                this::removeOld, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The edge of the thread: what fails is tried again an hour later. */
    private void removeOld() {
        try {
            long gone = removeBefore(clock.instant().minus(keep));
            if (gone > 0) {
                LOG.info("{} accounting records and sessions older than {} days are gone", gone, keep.toDays());
            }
        } catch (AccountingUnavailable down) {
            LOG.warn("old accounting records cannot be removed: {}", down.getMessage());
        } catch (Throwable mistake) {
            LOG.warn("old accounting records cannot be removed: {}", mistake.toString());
        }
    }

    private long removeBefore(Instant time) {
        long gone = 0;
        int slice;
        do {
            slice = store.removeBefore(time, SLICE);
            gone += slice;
        } while (slice == SLICE && !thread.isShutdown());
        return gone;
    }

    /** Waits for the slice in work; the others go another time. */
    @Override
    public void close() {
        thread.close();
    }
}
