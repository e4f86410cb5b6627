package io.countersign.radius.audit;

import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.DiscardedLogin;
import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.DiscardedLogins;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.exchange.UnsignedRequests;
import io.countersign.radius.exchange.Witnesses;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that a server tells of its work, as one: each decision to the audit file and its copies, the log and the metrics, and what was met
 * with silence to {@link #witnesses}. Safe for use by many threads; none waits for a disk or a network.
 */
public final class Telemetry implements AuthEvents, AutoCloseable {
    private final AuditFile audit;
    private final Copies copies;
    private final AuthLog log = new AuthLog();
    private final Metrics metrics = new Metrics();
    private final Witnesses witnesses;

    private Telemetry(AuditFile audit, Copies copies, InstantSource clock) {
        this.audit = audit;
        this.copies = copies;
        var discards = new Discards(
                clock,
                (client, reason, count) -> metrics.counter(
                        "countersign.discards",
                        "Datagrams that were met with silence",
                        Map.of("client", client, "reason", reason.name()),
                        count));
        this.witnesses = new Witnesses(
                discards,
                new DiscardedLogins(clock, this::discarded),
                new ClientTraffic(clock),
                new PacketWatch(clock),
                new UnsignedRequests(clock));
    }

    /**
     * Opens the audit file and what tells of logins besides, and begins to count.
     *
     * @throws IOException if one of them cannot be opened for writing; says which
     */
    public static Telemetry open(AuditSettings settings, InstantSource clock) throws IOException {
        var copies = Copies.open(settings.copies(), settings.keep(), clock);
        try {
            var telemetry = new Telemetry(AuditFile.open(settings, clock), copies, clock);
            telemetry.count();
            return telemetry;
        } catch (IOException e) {
            copies.close();
            throw new IOException("the audit file " + settings.file() + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Consumer<ToldPackets>> packets() {
        return copies.packets();
    }

    @Override
    public void happened(AuthEvent event) {
        audit.happened(event);
        copies.put(event);
        log.happened(event);
        metrics.happened(event);
    }

    /** Tells a change by an administrator in the audit file; false while too much waits to be written, to be told later. */
    public boolean changed(Change change) {
        boolean taken = audit.changed(change);
        if (taken) {
            copies.putIfRoomy(change);
        }
        return taken;
    }

    /** Tells a request that nobody decided on. */
    private void discarded(DiscardedLogin login) {
        audit.discarded(login);
        copies.putIfRoomy(login);
    }

    /** The number of the newest change whose line is in the audit file; 0 before the first since the start. */
    public long changesWritten() {
        return audit.changesWritten();
    }

    /** Where further counts can be shown. */
    public Metrics metrics() {
        return metrics;
    }

    /** The certificates by which the syslog server is believed, and those that are shown to it, as they were at the start. */
    public List<KnownCertificate> certificates() {
        return copies.certificates();
    }

    /** Who hears what becomes of datagrams. */
    public Witnesses witnesses() {
        return witnesses;
    }

    /** Whether the audit file could not be written at the last attempt. */
    public boolean isAuditFailing() {
        return audit.isFailing();
    }

    /** How many decisions the audit file could not keep. Zero while all is well. */
    public long lost() {
        return audit.lost();
    }

    /** Opens the audit file by its name again, so that a log rotation may move the old one away. */
    public void reopen() {
        audit.reopen();
    }

    /** Writes what waits to be written, for 5 s at most. */
    @Override
    public void close() {
        audit.end();
        copies.end();
        audit.close();
        copies.close();
    }

    private void count() {
        metrics.counter("countersign.audit.lost", "Decisions that the audit file could not keep", audit::lost);
        metrics.gauge("countersign.audit.waiting", "Events that wait to be written to the audit file", audit::waiting);
        copies.count(metrics);
    }
}
