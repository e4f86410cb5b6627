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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends one line of JSON for each decision and each change by an administrator to a file for its owner alone; the fields are in {@link
 * AuditRecord}. A file that is large, or of yesterday, is put aside by {@link AuditArchive}.
 *
 * <p>Logins never wait for the disk: {@link AuditQueue} stands between. What did not fit into it is told in the file itself by a line {@code
 * EventsLost} as soon as it can be written.
 */
public final class AuditFile implements AuthEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final Duration ROUND = Duration.ofMillis(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Lines lines;
    private final Archivist archivist;
    private final AuditQueue<Audited> queue;

    private AuditFile(Lines lines, Archivist archivist, AuditQueue<Audited> queue) {
        this.lines = lines;
        this.archivist = archivist;
        this.queue = queue;
    }

    /**
     * Opens the file, or makes it, and starts the writer.
     *
     * @throws IOException if the file cannot be opened for writing
     */
    public static AuditFile open(AuditSettings settings, InstantSource clock) throws IOException {
        return open(settings, clock, ZoneId.systemDefault(), AuditQueue.MOST_WAITING);
    }

    static AuditFile open(AuditSettings settings, InstantSource clock, ZoneId zone, int mostWaiting)
            throws IOException {
        var archive = new AuditArchive(settings.file());
        var file = new LineFile(settings, archive, clock, zone);
        var archivist = Archivist.start(archive, settings.keep(), clock);
        var lines = new Lines(file, archivist, clock, zone);
        var kind = new AuditQueue.Kind("audit-writer", "the audit file " + file.path(), ROUND, RETRY_AFTER);
        return new AuditFile(lines, archivist, AuditQueue.start(kind, lines, clock, mostWaiting));
    }

    @Override
    public void happened(AuthEvent event) {
        queue.put(event);
    }

    /**
     * Takes a change by an administrator. False while much waits to be written: a change can be told again later, a decision cannot, and needs
     * the room.
     */
    public boolean changed(Change change) {
        return queue.putIfRoomy(change);
    }

    /** Takes a request that nobody decided on; it is let go while much waits to be written. */
    public void discarded(DiscardedLogin login) {
        queue.putIfRoomy(login);
    }

    /** The number of the newest change whose line has been written since the start; 0 before the first. */
    public long changesWritten() {
        return lines.changesWritten;
    }

    /** How many events were not kept since the start. Zero while all is well. */
    public long lost() {
        return queue.lost();
    }

    /** How many events wait to be written. */
    public int waiting() {
        return queue.waiting();
    }

    /** Whether the last attempt to write has failed, so that what happens now may be lost. */
    public boolean isFailing() {
        return queue.isFailing();
    }

    /** Opens the file by its name again before the next line, so that a log rotation may move the old one away. */
    public void reopen() {
        lines.reopen = true;
    }

    /** Takes what comes from now on as the last, and writes what waits. */
    void end() {
        queue.end();
    }

    /** Writes what is waiting, for 5 s at most, and closes the file. */
    @Override
    public void close() {
        queue.close();
        archivist.close();
    }

    /** The file as the writer sees it. */
    private static final class Lines implements AuditSink<Audited> {
        private final LineFile file;
        private final Archivist archivist;
        private final InstantSource clock;
        private final ZoneId zone;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream(); // used again and again
        private final Seldom errors = Seldom.onceAMinute();
        /** The number of the newest change of which the line is in the file. Set by the writer, read by who tells changes. */
        private volatile long changesWritten;
        /** Set by {@link #reopen}; the writer thread acts on it. */
        private volatile boolean reopen;

        Lines(LineFile file, Archivist archivist, InstantSource clock, ZoneId zone) {
            this.file = file;
            this.archivist = archivist;
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public void tend() throws IOException {
            if (reopen) {
                file.reopen();
                reopen = false;
            }
            putAsideIfFull();
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

        @Override
        public byte[] text(List<Audited> batch, long lost) {
            lines.reset();
            AuditRecord.write(batch, clock.instant(), lost, zone, lines);
            return lines.toByteArray();
        }

        /** On failure the file is cut back to where it was, so that no half line stays. */
        @Override
        public void write(byte[] text) throws IOException {
            file.append(ByteBuffer.wrap(text));
        }

        @Override
        public void written(List<Audited> batch) {
            for (var event : batch) {
                switch (event) {
                    case Change change -> changesWritten = change.number(); // they come in their order
                    case AuthEvent _, DiscardedLogin _ -> {}
                }
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
