package io.countersign.radius.forwarding;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketEncoder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service of one remote server: sockets, requests on their way, and whether it is available. Safe for use by many threads, each of
 * which waits for its own reply.
 */
final class Peer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** Each has 256 Identifiers. */
    private static final int MOST_SOCKETS = 256;

    /** No server is asked more often whether it is there (RFC 5997 §4.2). */
    private static final Duration SHORTEST_PROBE = Duration.ofSeconds(6);

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

    private final Server server;
    private final Service service;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<PeerSocket> sockets = new ArrayList<>();
    private int lostInARow;
    private Instant unavailableUntil = Instant.MIN;
    private boolean unavailable;
    private Instant lastUsed;
    private Instant nextProbe = Instant.MIN;

    Peer(Server server, Service service, InstantSource clock) {
        this.server = server;
        this.service = service;
        this.clock = clock;
        this.lastUsed = clock.instant();
    }

    /** A reply that verifies, and what its keys are hidden with. */
    record Answer(Packet packet, Octets requestAuthenticator) {}

    private record Lease(PeerSocket socket, int identifier) implements AutoCloseable {
        @Override
        public void close() {
            socket.release(identifier);
        }
    }

    /** Whether it takes part: it answers, or its blackout is over and it is to be tried again. */
    boolean available(Instant now) {
        lock.lock();
        try {
            return !unavailable || (!server.definition().statusServer() && !now.isBefore(unavailableUntil));
        } finally {
            lock.unlock();
        }
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
     * @param patience how long at most; shorter than the server's time-out says nothing of the server
     */
    Optional<Answer> ask(Outgoing request, Code code, boolean mustBeSigned, Duration patience)
            throws InterruptedException {
        Optional<Answer> reply =
                exchange(identifier -> request.under(identifier, server.secret()), code, mustBeSigned, patience);
        if (reply.isPresent()) {
            answered();
        } else if (patience.compareTo(server.definition().timeout()) >= 0) {
            lost();
        }
        return reply;
    }

    private Optional<Answer> exchange(
            IntFunction<Optional<Outgoing.Sent>> packet, Code code, boolean mustBeSigned, Duration patience)
            throws InterruptedException {
        BlockingQueue<Octets> datagrams = new LinkedBlockingQueue<>(16);
        Optional<Lease> lease = lease(datagrams);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (var held = lease.get()) {
            Optional<Outgoing.Sent> sent = packet.apply(held.identifier());
            if (sent.isEmpty()) {
                return Optional.empty();
            }
            long end = System.nanoTime() + patience.toNanos();
            var retransmission = new Retransmission(random);
            while (end - System.nanoTime() > 0) {
                held.socket().send(sent.get().octets());
                long again =
                        Math.min(end, System.nanoTime() + retransmission.next().toNanos());
                Optional<Packet> reply = await(datagrams, sent.get(), code, mustBeSigned, again);
                if (reply.isPresent()) {
                    return Optional.of(new Answer(reply.get(), sent.get().authenticator()));
                }
            }
            return Optional.empty();
        }
    }

    /** The first datagram that is the reply; what is none is passed over. */
    private Optional<Packet> await(
            BlockingQueue<Octets> datagrams, Outgoing.Sent sent, Code code, boolean mustBeSigned, long end)
            throws InterruptedException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Octets datagram = datagrams.poll(left, TimeUnit.NANOSECONDS);
            if (datagram != null) {
                Optional<Packet> reply = Reply.verified(datagram, sent.authenticator(), server.secret(), mustBeSigned)
                        .filter(packet -> Reply.answers(packet.code(), code));
                if (reply.isPresent()) {
                    return reply;
                }
                LOG.debug("{}: a reply that does not verify was ignored", server.name());
            }
        }
        return Optional.empty();
    }

    private Optional<Lease> lease(BlockingQueue<Octets> datagrams) {
        lock.lock();
        try {
            lastUsed = clock.instant();
            for (PeerSocket socket : sockets) {
                OptionalInt identifier = socket.take(datagrams::offer);
                if (identifier.isPresent()) {
                    return Optional.of(new Lease(socket, identifier.getAsInt()));
                }
            }
            if (sockets.size() == MOST_SOCKETS) {
                return Optional.empty();
            }
            PeerSocket socket = PeerSocket.open(server.address(service));
            sockets.add(socket);
            return Optional.of(new Lease(socket, socket.take(datagrams::offer).orElseThrow()));
        } catch (IOException failed) {
            LOG.warn("{} cannot be reached: {}", server.name(), failed.getMessage());
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void answered() {
        lock.lock();
        try {
            lostInARow = 0;
            if (unavailable) {
                unavailable = false;
                LOG.info("remote RADIUS server {} answers again", server.name());
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
                            "remote RADIUS server {} at {} is unavailable: it left {} requests in a row unanswered; it is tried again after {} s",
                            server.name(),
                            server.address(service),
                            lostInARow,
                            server.definition().blackoutInterval().toSeconds());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks an unavailable server whether it is there again. Blocks for 2 s at most. */
    void probe() throws InterruptedException {
        if (exchange(this::statusServer, Code.STATUS_SERVER, true, PROBE_PATIENCE)
                .isPresent()) {
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

    private Optional<Outgoing.Sent> statusServer(int identifier) {
        Octets authenticator = Authenticator.random();
        byte[] octets = PacketEncoder.encodeToArray(
                new Packet(Code.STATUS_SERVER, identifier, authenticator, List.of(MessageAuthenticator.BLANK)));
        MessageAuthenticator.sign(octets, 22, server.secret());
        return Optional.of(new Outgoing.Sent(Octets.wrap(octets), authenticator));
    }

    /** Whether nobody asked it since a time. An unavailable one is not forgotten. */
    boolean idleSince(Instant time) {
        lock.lock();
        try {
            return !unavailable && lastUsed.isBefore(time);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            sockets.forEach(PeerSocket::close);
            sockets.clear();
        } finally {
            lock.unlock();
        }
    }
}
