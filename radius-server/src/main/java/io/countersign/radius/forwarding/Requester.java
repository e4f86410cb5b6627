package io.countersign.radius.forwarding;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one server and waits for their replies: as many at a time as anybody likes, each under an Identifier of its own, each
 * repeated as RFC 5080 §2.2.1 has it. Safe for use by many threads.
 */
public final class Requester implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Requester.class);

    /** Each has 256 Identifiers. */
    private static final int MOST_SOCKETS = 256;

    private final Optional<InetAddress> from;
    private final InetSocketAddress server;
    private final Secret secret;
    private final SecureRandom random = new SecureRandom();

    /** Guards {@link #sockets}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<PeerSocket> sockets = new ArrayList<>();
    private final Map<ReplyFault, Integer> passedOver = new ConcurrentHashMap<>();
    private final boolean heedsRefusals;

    /** Opens no socket yet; sends from an address of this machine, or from any. */
    public Requester(Optional<InetAddress> from, InetSocketAddress server, Secret secret) {
        this(from, server, secret, false);
    }

    private Requester(Optional<InetAddress> from, InetSocketAddress server, Secret secret, boolean heedsRefusals) {
        this.from = from;
        this.server = server;
        this.secret = secret;
        this.heedsRefusals = heedsRefusals;
    }

    /**
     * One for a person who waits: it gives up with {@link PortUnreachableException} as soon as the network says that nobody listens there.
     * Anybody on the way can say so, and a server may be back in a moment, so that others go on trying.
     */
    public static Requester heedingRefusals(Optional<InetAddress> from, InetSocketAddress server, Secret secret) {
        return new Requester(from, server, secret, true);
    }

    /** How many datagrams came that were not taken for replies, by reason; without the reasons that never occurred. */
    public Map<ReplyFault, Integer> passedOver() {
        return Map.copyOf(passedOver);
    }

    /** A reply that verifies, and what its keys are hidden with. */
    public record Answer(Packet packet, Octets requestAuthenticator) {}

    private record Lease(PeerSocket socket, int identifier) implements AutoCloseable {
        @Override
        public void close() {
            socket.release(identifier);
        }
    }

    /**
     * Sends a request until its reply comes or the patience is over.
     *
     * @param packet makes it under the Identifier that it gets; empty if it cannot be sent
     * @param code its code; a reply whose code does not answer it is passed over
     * @param mustBeSigned whether a reply without Message-Authenticator is passed over
     * @return empty if no reply came, or if it could not be sent
     * @throws IOException if this machine cannot send to the server, or if nobody listens there and this one heeds that
     */
    public Optional<Answer> ask(IntFunction<Optional<Sent>> packet, Code code, boolean mustBeSigned, Duration patience)
            throws IOException, InterruptedException {
        BlockingQueue<Octets> datagrams = new LinkedBlockingQueue<>(16);
        Optional<Lease> lease = lease(datagrams);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (var held = lease.get()) {
            Optional<Sent> sent = packet.apply(held.identifier());
            return sent.isEmpty()
                    ? Optional.empty()
                    : ask(held.socket(), sent.get(), datagrams, code, mustBeSigned, patience);
        }
    }

    private Optional<Answer> ask(
            PeerSocket socket,
            Sent sent,
            BlockingQueue<Octets> datagrams,
            Code code,
            boolean mustBeSigned,
            Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var retransmission = new Retransmission(random);
        while (end - System.nanoTime() > 0) {
            socket.send(sent.octets());
            long again = Math.min(end, System.nanoTime() + retransmission.next().toNanos());
            Optional<Packet> reply = await(datagrams, sent, code, mustBeSigned, again);
            if (reply.isPresent()) {
                return reply.map(packet -> new Answer(packet, sent.authenticator()));
            }
        }
        return Optional.empty();
    }

    /** The first datagram that is the reply; what is none is passed over. */
    private Optional<Packet> await(
            BlockingQueue<Octets> datagrams, Sent sent, Code code, boolean mustBeSigned, long end)
            throws IOException, InterruptedException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Octets datagram = datagrams.poll(left, TimeUnit.NANOSECONDS);
            if (PeerSocket.REFUSED.equals(datagram)) {
                if (heedsRefusals) {
                    throw new PortUnreachableException("nobody listens at " + server);
                }
            } else if (datagram != null) {
                switch (Reply.examine(datagram, sent.authenticator(), code, secret, mustBeSigned)) {
                    case Reply.Verified(var packet) -> {
                        return Optional.of(packet);
                    }
                    case Reply.PassedOver(var fault) -> {
                        passedOver.merge(fault, 1, Integer::sum);
                        LOG.debug("{}: what came for a reply was ignored: {}", server, fault);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Lease> lease(BlockingQueue<Octets> datagrams) throws IOException {
        lock.lock();
        try {
            for (PeerSocket socket : sockets) {
                OptionalInt identifier = socket.take(datagrams::offer);
                if (identifier.isPresent()) {
                    return Optional.of(new Lease(socket, identifier.getAsInt()));
                }
            }
            if (sockets.size() == MOST_SOCKETS) {
                return Optional.empty();
            }
            PeerSocket socket = PeerSocket.open(from, server);
            sockets.add(socket);
            return Optional.of(new Lease(socket, socket.take(datagrams::offer).orElseThrow()));
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
