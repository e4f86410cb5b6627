package io.countersign.radius.audit;

import io.countersign.radius.event.Audited;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.DiscardedLogin;
import io.countersign.radius.event.Seldom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends one line of JSON for each decision and each change by an administrator to a file for its owner alone; the fields are in {@link
 * AuditRecord}. A file that is large, or of yesterday, is put aside by {@link AuditArchive}.
 *
 * <p>Logins never wait for the disk: events go through a bounded queue to one writer thread. While the file cannot be written (a full
 * disk), the writer keeps its batch and tries again; what no longer fits into the queue is counted, told in the log once a minute, and
 * told in the file itself by a line {@code EventsLost} as soon as it can be written.
 */
public final class AuditFile implements AuthEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_BATCH = 2_000;
    private static final Duration ROUND = Duration.ofMillis(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final LineFile file;
    private final Archivist archivist;
    private final InstantSource clock;
    private final ZoneId zone;
    private final BlockingQueue<Audited> waiting;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(); // the writer's, used again and again
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;
    private long lostTold;
    private final Seldom errors = Seldom.onceAMinute();
    /** The number of the newest change of which the line is in the file. Set by the writer, read by who tells changes. */
    private volatile long changesWritten;
    /** Set by {@link #reopen}; the writer thread acts on it. */
    private volatile boolean reopen;
    /** Set and cleared by the writer thread. */
    private volatile boolean failing;
    /** Set by {@link #close}; the writer thread ends once the queue is empty or the file fails. */
    private volatile boolean closing;

    private AuditFile(LineFile file, Archivist archivist, InstantSource clock, ZoneId zone, int maxWaiting) {
        this.file = file;
        this.archivist = archivist;
        this.clock = clock;
        this.zone = zone;
        this.waiting = new ArrayBlockingQueue<>(maxWaiting);
        this.writer = Thread.ofPlatform().name("audit-writer").daemon().unstarted(this::write);
    }

    /**
     * Opens the file, or makes it, and starts the writer.
     *
     * @throws IOException if the file cannot be opened for writing
     */
    public static AuditFile open(AuditSettings settings, InstantSource clock) throws IOException {
        return open(settings, clock, ZoneId.systemDefault(), MAX_WAITING);
    }

    static AuditFile open(AuditSettings settings, InstantSource clock, ZoneId zone, int maxWaiting) throws IOException {
        var archive = new AuditArchive(settings.file());
        var file = new LineFile(settings, archive, clock, zone);
        var audit = new AuditFile(file, Archivist.start(archive, settings.keep(), clock), clock, zone, maxWaiting);
        audit.writer.start();
        return audit;
    }

    @Override
    public void happened(AuthEvent event) {
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    /**
     * Takes a change by an administrator. False while much waits to be written: a change can be told again later, a decision cannot, and needs
     * the room.
     */
    public boolean changed(Change change) {
        return waiting.size() < waiting.remainingCapacity() && waiting.offer(change);
    }

    /** Takes a request that nobody decided on; it is let go while much waits to be written. */
    public void discarded(DiscardedLogin login) {
        if (waiting.size() < waiting.remainingCapacity()) {
            var _ = waiting.offer(login);
        }
    }

    /** The number of the newest change whose line has been written since the start; 0 before the first. */
    public long changesWritten() {
        return changesWritten;
    }

    /** How many events were not kept since the start. Zero while all is well. */
    public long lost() {
        return lost.get();
    }

    /** How many events wait to be written. */
    public int waiting() {
        return waiting.size();
    }

    /** Whether the last attempt to write has failed, so that what happens now may be lost. */
    public boolean isFailing() {
        return failing;
    }

    /** Opens the file by its name again before the next line, so that a log rotation may move the old one away. */
    public void reopen() {
        reopen = true;
    }

    /** Writes what is waiting, for 5 s at most, and closes the file. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(CLOSE_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        archivist.close();
        if (!waiting.isEmpty()) {
            LOG.error("{} events were not written to the audit file {}", waiting.size(), file.path());
        }
    }

    private void write() {
        var batch = new ArrayList<Audited>(MAX_BATCH);
        while (!closing || !waiting.isEmpty() || !batch.isEmpty()) {
            try {
                fill(batch);
                if (append(batch)) {
                    batch.clear();
                } else if (closing) {
                    break;
                } else {
                    Thread.sleep(RETRY_AFTER);
                }
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException | Error mistake) { // or nothing would be kept any more
                lost.addAndGet(batch.size());
                batch.clear();
                tell(mistake);
            }
        }
        countUnwritten(batch);
        closeFile();
    }

    /** Comes round every few milliseconds rather than being woken by each event: a wake-up costs a login more than all its audit. */
    private void fill(List<Audited> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            return;
        }
        waiting.drainTo(batch, MAX_BATCH);
        if (batch.isEmpty() && !closing) {
            Thread.sleep(ROUND);
        }
    }

    /** Appends a batch. On failure the file is cut back to where it was, so that no half line stays. */
    private boolean append(List<Audited> batch) {
        long lostNow = lost.get();
        try {
            if (reopen) {
                file.reopen();
                reopen = false;
            }
            putAsideIfFull();
            if (batch.isEmpty() && lostNow == lostTold) {
                return true;
            }
            file.append(lines(batch, lostNow));
            failing = false;
            lostTold = lostNow;
            batch.forEach(this::isWritten);
            return true;
        } catch (IOException e) {
            failing = true;
            tell(e);
            return false;
        }
    }

    /** What cannot be put aside grows on: no reason to keep nothing. */
    private void putAsideIfFull() throws IOException {
        if (!file.isFull()) {
            return;
        }
        try {
            file.putAside();
            archivist.wake();
        } catch (IOException e) {
            if (errors.isDue(clock.instant())) {
                LOG.error("the audit file {} cannot be put aside: {}", file.path(), e.toString());
            }
        }
    }

    private void isWritten(Audited event) {
        switch (event) {
            case Change change -> changesWritten = change.number(); // they come in their order
            case AuthEvent _, DiscardedLogin _ -> {}
        }
    }

    private ByteBuffer lines(List<Audited> batch, long lostNow) {
        try {
            write(batch, lostNow);
        } catch (RuntimeException mistake) {
            batch.removeIf(this::isUnwritable);
            write(batch, lostNow);
        }
        return ByteBuffer.wrap(lines.toByteArray());
    }

    private void write(List<Audited> batch, long lostNow) {
        lines.reset();
        AuditRecord.write(batch, clock.instant(), lostNow - lostTold, zone, lines);
    }

    /** One event that cannot be written must not take the others with it. */
    private boolean isUnwritable(Audited event) {
        try {
            AuditRecord.write(List.of(event), clock.instant(), 0, zone, new ByteArrayOutputStream());
            return false;
        } catch (RuntimeException mistake) {
            lost.incrementAndGet();
            tell(mistake);
            return true;
        }
    }

    private void tell(Throwable cause) {
        if (errors.isDue(clock.instant())) {
            LOG.error(
                    "the audit file {} cannot be written ({}); {} events wait, {} were lost",
                    file.path(),
                    cause instanceof IOException ? cause.getMessage() : cause.toString(),
                    waiting.size(),
                    lost.get());
        }
    }

    private void countUnwritten(List<Audited> batch) {
        if (!batch.isEmpty()) {
            lost.addAndGet(batch.size());
            LOG.error("{} events were not written to the audit file {}", batch.size(), file.path());
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.error("closing the audit file {}: {}", file.path(), e.getMessage());
        }
    }
}
