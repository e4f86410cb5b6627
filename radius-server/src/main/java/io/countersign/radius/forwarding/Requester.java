package io.countersign.radius.forwarding;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.waiting.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** Guards {@link #sockets} and {@link #closed}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<PeerSocket> sockets = new ArrayList<>();
    private boolean closed;
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
     * One for a person who waits: it gives up with {@link Asked.Refused} as soon as the network says that nobody listens there. Anybody
     * on the way can say so, and a server may be back in a moment, so that others go on trying.
     */
    public static Requester heedingRefusals(Optional<InetAddress> from, InetSocketAddress server, Secret secret) {
        return new Requester(from, server, secret, true);
    }

    /** How many datagrams came that were not taken for replies, by reason; without the reasons that never occurred. */
    public Map<ReplyFault, Integer> passedOver() {
        return Map.copyOf(passedOver);
    }

    private record Lease(PeerSocket socket, int identifier) implements AutoCloseable {
        @Override
        public void close() {
            socket.release(identifier);
        }
    }

    /**
     * Sends a request until its reply comes or the patience is over.
     *
     * @param packet makes it under the Identifier that it gets; empty if it would be too long
     * @param code its code; a reply whose code does not answer it is passed over
     * @param mustBeSigned whether a reply without Message-Authenticator is passed over
     */
    public Asked ask(IntFunction<Optional<Sent>> packet, Code code, boolean mustBeSigned, Duration patience)
            throws InterruptedException {
        return ask(packet, code, mustBeSigned, patience, _ -> {});
    }

    /**
     * The same.
     *
     * @param passed hears at once of each datagram that is passed over, on this thread
     */
    Asked ask(
            IntFunction<Optional<Sent>> packet,
            Code code,
            boolean mustBeSigned,
            Duration patience,
            Consumer<ReplyFault> passed)
            throws InterruptedException {
        Waiting.begin();
        BlockingQueue<Octets> datagrams = new LinkedBlockingQueue<>(16);
        Optional<Lease> lease;
        try {
            lease = lease(datagrams);
        } catch (IOException failed) {
            return notSent(failed);
        }
        if (lease.isEmpty()) {
            return new Asked.NotSent("too many requests are on their way");
        }
        try (var held = lease.get()) {
            Optional<Sent> sent = packet.apply(held.identifier());
            return sent.isEmpty()
                    ? new Asked.TooLong()
                    : ask(
                            held.socket(),
                            sent.get(),
                            datagrams,
                            datagram -> Reply.examine(datagram, sent.get().authenticator(), code, secret, mustBeSigned),
                            patience,
                            passed);
        }
    }

    private static Asked notSent(IOException failed) {
        return new Asked.NotSent(String.valueOf(failed.getMessage()));
    }

    private Asked ask(
            PeerSocket socket,
            Sent sent,
            BlockingQueue<Octets> datagrams,
            Function<Octets, Reply.Examined> examine,
            Duration patience,
            Consumer<ReplyFault> passed)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var retransmission = new Retransmission(random);
        int transmissions = 0;
        while (end - System.nanoTime() > 0) {
            try {
                socket.send(sent.octets());
                transmissions++;
            } catch (IOException failed) {
                drop(socket);
                if (transmissions == 0) {
                    return notSent(failed);
                }
                LOG.debug("{}: a request was not repeated", server, failed);
            }
            long again = Math.min(end, System.nanoTime() + retransmission.next().toNanos());
            Optional<Asked> came = await(datagrams, sent, examine, again, passed);
            if (came.isPresent()) {
                return came.get();
            }
        }
        return new Asked.Unanswered(transmissions);
    }

    /** What the first datagram says that is the reply, or a refusal to heed; what is neither is passed over. */
    private Optional<Asked> await(
            BlockingQueue<Octets> datagrams,
            Sent sent,
            Function<Octets, Reply.Examined> examine,
            long end,
            Consumer<ReplyFault> passed)
            throws InterruptedException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Octets datagram = datagrams.poll(left, TimeUnit.NANOSECONDS);
            if (PeerSocket.REFUSED.equals(datagram)) {
                if (heedsRefusals) {
                    return Optional.of(new Asked.Refused());
                }
            } else if (datagram != null) {
                switch (examine.apply(datagram)) {
                    case Reply.Verified(var packet) -> {
                        return Optional.of(new Asked.Answered(packet, sent.authenticator()));
                    }
                    case Reply.PassedOver(var fault) -> {
                        passed.accept(fault);
                        passedOver.merge(fault, 1, Integer::sum);
                        LOG.debug("{}: what came for a reply was ignored: {}", server, fault);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Leaves a socket to those who still wait for replies on it: what cannot send may be bound to an address that is gone. */
    private void drop(PeerSocket socket) {
        lock.lock();
        try {
            sockets.remove(socket);
        } finally {
            lock.unlock();
        }
        socket.closeWhenUnused();
    }

    private Optional<Lease> lease(BlockingQueue<Octets> datagrams) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("nobody is asked any more"); // a socket opened now would be closed by nobody
            }
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
            closed = true;
            sockets.forEach(PeerSocket::close);
            sockets.clear();
        } finally {
            lock.unlock();
        }
    }
}
