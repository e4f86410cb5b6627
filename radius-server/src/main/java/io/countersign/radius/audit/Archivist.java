package io.countersign.radius.audit;

import io.countersign.radius.event.Seldom;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses what was put aside and deletes what is too old, on a thread of its own: at its start, whenever something was put aside, and once
 * an hour.
 */
final class Archivist implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Archivist.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofHours(1);

    private final AuditArchive archive;
    private final Duration keep;
    private final InstantSource clock;
    private final Semaphore work = new Semaphore(1);
    private final Seldom errors = Seldom.onceAMinute();
    private final Thread thread;

    private Archivist(AuditArchive archive, Duration keep, InstantSource clock) {
        this.archive = archive;
        this.keep = keep;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("audit-archivist").daemon().unstarted(this::run);
    }

    static Archivist start(AuditArchive archive, Duration keep, InstantSource clock) {
        var archivist = new Archivist(archive, keep, clock);
        archivist.thread.start();
        return archivist;
    }

    /** Something was put aside. */
    void wake() {
        work.release();
    }

    private void run() {
        try {
            while (true) {
                var _ = work.tryAcquire(ROUND.toSeconds(), TimeUnit.SECONDS);
                work.drainPermits();
                tidy();
            }
        } catch (InterruptedException _) {
            // the server stops; what is half done is done again at the next start
        }
    }

    private void tidy() {
        try {
            archive.compress();
            int gone = archive.deleteBefore(clock.instant().minus(keep));
            if (gone > 0) {
                LOG.info("{} audit files that were older than {} days are deleted (audit: keep)", gone, keep.toDays());
            }
        } catch (ClosedByInterruptException _) {
            Thread.currentThread().interrupt(); // the server stops
        } catch (IOException | RuntimeException e) {
            if (errors.isDue(clock.instant())) {
                LOG.error("audit files that were put aside cannot be compressed or deleted: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_WITHIN); // or the next one and this one would write to the same files
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
