package io.countersign.radius.audit;

import io.countersign.radius.event.Audited;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a syslog server what the audit file is told, over TCP or TLS.
 *
 * <p>A syslog server confirms nothing, so nobody can know what of the last lines it has read when a connection breaks. They are sent again then:
 * rather twice than never. Whatever can have been on its way is among the newest {@link #KEPT} octets, since the system takes no more than that
 * unsent; and younger than {@link #KEPT_FOR}, since TCP gives up before. A server that has closed the connection while nothing was on its way
 * gets nothing twice.
 */
final class SyslogSink implements AuditSink<Audited> {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogSink.class);
    private static final int KEPT = 4 * SyslogConnection.SEND_BUFFER;
    private static final Duration KEPT_FOR = Duration.ofMinutes(20);
    /** What was sent so long before the server closed had reached it. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private final SyslogSettings settings;
    private final Optional<SSLSocketFactory> tls;
    private final SyslogMessage message;
    private final InstantSource clock;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long sentOctets;
    private boolean again;
    private Optional<SyslogConnection> connection = Optional.empty();

    /** Whole messages. */
    private record Sent(Instant at, Octets text) {}

    SyslogSink(SyslogSettings settings, Optional<SSLSocketFactory> tls, SyslogMessage message, InstantSource clock) {
        this.settings = settings;
        this.tls = tls;
        this.message = message;
        this.clock = clock;
    }

    @Override
    public byte[] text(List<Audited> batch, long lost) {
        var stream = new ByteArrayOutputStream();
        batch.forEach(event -> message.add(event, stream));
        if (lost > 0) {
            message.addLost(clock.instant(), lost, stream);
        }
        return stream.toByteArray();
    }

    /** Notices a connection that has ended, and sends again what may have been lost with it. */
    @Override
    public void tend() throws IOException {
        if (connection.isPresent() && connection.get().end() != SyslogConnection.End.NONE) {
            leave(connection.get().end());
        }
        if (again) {
            sendAgain();
        }
    }

    private void leave(SyslogConnection.End end) {
        if (end == SyslogConnection.End.CLOSED && !isOnItsWay()) {
            sent.clear();
            sentOctets = 0;
        }
        doubt();
    }

    private boolean isOnItsWay() {
        return !sent.isEmpty() && sent.getLast().at().isAfter(clock.instant().minus(ON_ITS_WAY));
    }

    /** The connection is worth nothing any more, and what was sent last perhaps neither. */
    private void doubt() {
        if (!again) { // the time during which nobody can be reached makes nothing older
            forget();
        }
        again = true;
        try {
            close();
        } catch (IOException _) {
            // as broken as it was
        }
    }

    private void sendAgain() throws IOException {
        var doubtful = List.copyOf(sent);
        for (var text : doubtful) {
            send(text.text());
        }
        sent.clear();
        sentOctets = 0;
        doubtful.forEach(text -> remember(text.text()));
        again = false;
    }

    @Override
    public void write(byte[] text) throws IOException {
        var octets = Octets.wrap(text);
        send(octets);
        remember(octets);
    }

    private void send(Octets text) throws IOException {
        try {
            connected().write(text.toArray());
        } catch (IOException e) {
            doubt();
            throw e;
        }
    }

    private SyslogConnection connected() throws IOException {
        if (connection.isEmpty()) {
            connection = Optional.of(SyslogConnection.open(settings, tls));
            LOG.info("the audit is told to the syslog server {}", settings.address());
        }
        return connection.get();
    }

    private void remember(Octets text) {
        sent.add(new Sent(clock.instant(), text));
        sentOctets += text.length();
        forget();
    }

    /** What has surely arrived. */
    private void forget() {
        var oldest = clock.instant().minus(KEPT_FOR);
        while (!sent.isEmpty()
                && (sentOctets - sent.getFirst().text().length() >= KEPT
                        || sent.getFirst().at().isBefore(oldest))) {
            sentOctets -= sent.removeFirst().text().length();
        }
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            var left = connection.get();
            connection = Optional.empty();
            left.close();
        }
    }
}
