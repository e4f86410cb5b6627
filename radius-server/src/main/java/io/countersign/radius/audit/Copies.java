package io.countersign.radius.audit;

import io.countersign.radius.event.Audited;
import io.countersign.radius.event.ToldPackets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** What is told of logins besides the audit file: each in a queue of its own, so that none holds up another. Safe for use by many threads. */
final class Copies implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Map<NpsFormat, AuditQueue<ToldPackets>> nps = new EnumMap<>(NpsFormat.class);
    private Optional<AuditQueue<Audited>> syslog = Optional.empty();

    private List<KnownCertificate> certificates = List.of();

    private Copies() {}

    /**
     * Starts what the settings name.
     *
     * @param keep files of days longer ago are deleted
     * @throws IOException if a folder cannot be written to, or a file of TLS cannot be read; says so itself
     */
    static Copies open(AuditCopies settings, Duration keep, InstantSource clock) throws IOException {
        var copies = new Copies();
        try {
            if (settings.npsOdbc().isPresent()) {
                copies.nps(settings.npsOdbc().get(), NpsFormat.ODBC, keep, clock);
            }
            if (settings.npsDts().isPresent()) {
                copies.nps(settings.npsDts().get(), NpsFormat.DTS, keep, clock);
            }
            if (settings.syslog().isPresent()) {
                copies.syslog(settings.syslog().get(), clock);
            }
            return copies;
        } catch (IOException e) {
            copies.close();
            throw e;
        }
    }

    private void nps(Path folder, NpsFormat format, Duration keep, InstantSource clock) throws IOException {
        var kind = new AuditQueue.Kind("audit-nps", "the folder " + folder, ROUND, LONGEST_PAUSE);
        var rows = new NpsRows(ComputerName.of(System.getenv()), clock.instant(), ZoneId.systemDefault());
        try {
            var files = NpsFiles.in(folder, format, rows, keep, clock, ZoneId.systemDefault());
            nps.put(format, AuditQueue.start(kind, files, clock, AuditQueue.MOST_WAITING));
        } catch (IOException e) {
            throw new IOException("the audit's folder " + folder + " cannot be written to: " + e.getMessage(), e);
        }
    }

    private void syslog(SyslogSettings settings, InstantSource clock) throws IOException {
        Optional<SSLSocketFactory> tls = Optional.empty();
        if (settings.tls().isPresent()) {
            var read = SyslogTls.read(settings.tls().get());
            certificates = read.certificates();
            tls = Optional.of(read.sockets());
        }
        var message = new SyslogMessage(
                ComputerName.of(System.getenv()), ProcessHandle.current().pid(), ZoneId.systemDefault());
        var kind = new AuditQueue.Kind("audit-syslog", "syslog to " + settings.address(), ROUND, LONGEST_PAUSE);
        syslog = Optional.of(
                AuditQueue.start(kind, new SyslogSink(settings, tls, message, clock), clock, AuditQueue.MOST_WAITING));
    }

    /** Who takes what packets tell; empty if nobody does. */
    Optional<Consumer<ToldPackets>> packets() {
        return nps.isEmpty()
                ? Optional.empty()
                : Optional.of(packets -> nps.values().forEach(queue -> queue.put(packets)));
    }

    /** Takes a decision. */
    void put(Audited event) {
        syslog.ifPresent(queue -> queue.put(event));
    }

    /** Takes what can be done without while much waits. */
    void putIfRoomy(Audited event) {
        syslog.ifPresent(queue -> queue.putIfRoomy(event));
    }

    /** Shows how much was lost of what there is. */
    void count(Metrics metrics) {
        syslog.ifPresent(queue -> metrics.counter(
                "countersign.audit.syslog.lost", "Events that the syslog server could not be told", queue::lost));
        nps.forEach((format, queue) -> metrics.counter(
                "countersign.audit.nps.lost",
                "Decisions and accounting that files in NPS's formats could not keep",
                Map.of("format", format.name()),
                queue::lost));
    }

    /** The certificates of syslog's TLS. */
    List<KnownCertificate> certificates() {
        return certificates;
    }

    private List<AuditQueue<?>> queues() {
        return Stream.<AuditQueue<?>>concat(nps.values().stream(), syslog.stream())
                .toList();
    }

    /** Takes what comes from now on as the last, and writes what waits. */
    void end() {
        queues().forEach(AuditQueue::end);
    }

    /** Writes what waits, for 5 s at most each. */
    @Override
    public void close() {
        end();
        queues().forEach(AuditQueue::close);
    }
}
