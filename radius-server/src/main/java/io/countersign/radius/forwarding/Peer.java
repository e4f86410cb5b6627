package io.countersign.radius.forwarding;

import static java.util.stream.Collectors.joining;

import io.countersign.radius.event.Printable;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.packet.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service of one remote server, and whether it is available. Safe for use by many threads, each of
 * which waits for its own reply.
 */
final class Peer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** No server is asked more often whether it is there (RFC 5997 §4.2). */
    private static final Duration SHORTEST_PROBE = Duration.ofSeconds(6);

    /** Sent so often, a request whose client will not wait for the server's time-out is lost too: else nobody would ever notice. */
    private static final int ENOUGH_TRANSMISSIONS = 2;

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

    private final Server server;
    private final Service service;
    private final InstantSource clock;
    private final Requester requester;
    private final Seldom complaints = Seldom.onceAMinute();
    private final Seldom wrongReplies = Seldom.onceAMinute();

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private int lostInARow;
    private Instant unavailableUntil = Instant.MIN;
    private boolean unavailable;
    private Instant lastUsed;
    private int asking;
    private boolean closed;
    private Instant nextProbe = Instant.MIN;
    private int repliesTold;
    private Optional<Instant> lastAnswer = Optional.empty();

    /** What was wrong with the last reply that was not taken, unless one was taken since. Written by whoever asks, read by whoever tells. */
    private volatile Optional<ReplyFault> lastRefused = Optional.empty();

    Peer(Server server, Service service, InstantSource clock) {
        this.server = server;
        this.service = service;
        this.clock = clock;
        this.requester = new Requester(Optional.empty(), server.address(service), server.secret());
        this.lastUsed = clock.instant();
    }

    /** Marks it as used, so that it is not closed as idle before it is asked; false if it is closed already. */
    boolean use() {
        lock.lock();
        try {
            lastUsed = clock.instant();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it takes part in a request: it answers, or its blackout is over and it is to be tried again. */
    boolean available(Instant now) {
        lock.lock();
        try {
            return !unavailable || (!server.definition().statusServer() && !now.isBefore(unavailableUntil));
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has left so many requests unanswered that it is passed over. */
    boolean isUnavailable() {
        lock.lock();
        try {
            return unavailable;
        } finally {
            lock.unlock();
        }
    }

    /** Why its last reply could not be taken; empty if it was, or none came. */
    Optional<ReplyFault> lastRefused() {
        return lastRefused;
    }

    /** How it is now. */
    ServerHealth health() {
        lock.lock();
        try {
            return new ServerHealth(
                    server.name(),
                    Printable.address(server.address(service)),
                    service,
                    !unavailable,
                    asking,
                    lastAnswer);
        } finally {
            lock.unlock();
        }
    }

    /** What it is, for people. */
    @Override
    public String toString() {
        return server.text(service);
    }

    /** When its blackout is over, for whoever must choose among unavailable ones. */
    Instant unavailableUntil() {
        lock.lock();
        try {
            return unavailableUntil;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a request, again and again as the RFC has it, until its reply comes, and remembers whether one came.
     *
     * @param left how long at most; the server's time-out, if that is shorter
     * @param first whether all the time that the request had was this server's
     * @param refused hears of each reply that cannot be taken
     */
    Asked ask(
            Outgoing request,
            Code code,
            boolean mustBeSigned,
            Duration left,
            boolean first,
            Consumer<ReplyFault> refused)
            throws InterruptedException {
        Duration timeout = server.definition().timeout();
        boolean inFull = timeout.compareTo(left) <= 0;
        asking(1);
        Asked asked;
        try {
            asked = requester.ask(
                    identifier -> request.under(identifier, server.secret()),
                    code,
                    mustBeSigned,
                    inFull ? timeout : left,
                    fault -> {
                        lastRefused = Optional.of(fault);
                        refused.accept(fault);
                    });
        } finally {
            asking(-1);
        }
        switch (asked) {
            case Asked.Answered _ -> {
                lastRefused = Optional.empty();
                answered();
            }
            case Asked.Unanswered(int transmissions) -> {
                tellOfReplies();
                if (inFull || (first && transmissions >= ENOUGH_TRANSMISSIONS)) {
                    lost();
                }
            }
            case Asked.NotSent(var why) -> notSent(why);
            case Asked.TooLong _, Asked.Refused _ -> {}
        }
        return asked;
    }

    private void asking(int more) {
        lock.lock();
        try {
            asking += more;
            lastUsed = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    private void answered() {
        lock.lock();
        try {
            lostInARow = 0;
            lastAnswer = Optional.of(clock.instant());
            if (unavailable) {
                unavailable = false;
                LOG.info("remote RADIUS server {} answers again", server.text(service));
            }
        } finally {
            lock.unlock();
        }
    }

    private void notSent(String why) {
        if (complaints.isDue(clock.instant())) {
            LOG.warn(
                    "nothing can be sent to remote RADIUS server {}: {}; look at this machine's network",
                    server.text(service),
                    why);
        }
    }

    /** A server whose replies cannot be taken looks like a dead one, but it is not the server that has to be mended. */
    private void tellOfReplies() {
        var faults = new TreeMap<>(requester.passedOver());
        int all = faults.values().stream().mapToInt(Integer::intValue).sum();
        lock.lock();
        try {
            if (all > repliesTold && wrongReplies.isDue(clock.instant())) {
                repliesTold = all;
                LOG.warn(
                        "remote RADIUS server {} sent replies that cannot be taken, since the start: {}",
                        server.text(service),
                        faults.entrySet().stream()
                                .map(fault ->
                                        fault.getValue() + " " + fault.getKey().text())
                                .collect(joining("; ")));
            }
        } finally {
            lock.unlock();
        }
    }

    private void lost() {
        lock.lock();
        try {
            lostInARow++;
            if (lostInARow >= server.definition().maximumLostPackets()) {
                unavailableUntil = clock.instant().plus(server.definition().blackoutInterval());
                if (!unavailable) {
                    unavailable = true;
                    LOG.warn(
                            "remote RADIUS server {} is unavailable: it left {} requests in a row unanswered; it is tried again after {} s",
                            server.text(service),
                            lostInARow,
                            server.definition().blackoutInterval().toSeconds());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks an unavailable server whether it is there again. Blocks for 2 s at most.
     *
     * <p>The answer need not be signed: some servers never sign this one. Its authenticator is checked, and that a dead server is asked
     * again is all that a forged one would bring about.
     */
    void probe() throws InterruptedException {
        if (requester.ask(
                        identifier -> StatusQuery.request(identifier, server.secret()),
                        Code.STATUS_SERVER,
                        false,
                        PROBE_PATIENCE)
                instanceof Asked.Answered) {
            answered();
        }
    }

    /** Whether it is unavailable, answers Status-Server, and was not asked for its interval; if so, it is to be asked now. */
    boolean isDueForProbe() {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (!unavailable || !server.definition().statusServer() || now.isBefore(nextProbe)) {
                return false;
            }
            Duration interval = server.definition().blackoutInterval();
            nextProbe = now.plus(interval.compareTo(SHORTEST_PROBE) < 0 ? SHORTEST_PROBE : interval);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it if it took part in no request since a time, such as one that the policies do not have any more. Probes are no use. */
    boolean closeIfIdleSince(Instant time) {
        lock.lock();
        try {
            if (asking > 0 || !lastUsed.isBefore(time)) {
                return false;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        close();
        return true;
    }

    @Override
    public void close() {
        requester.close();
    }
}
