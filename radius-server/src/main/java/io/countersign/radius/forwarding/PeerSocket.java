package io.countersign.radius.forwarding;

import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket to one server, with the 256 Identifiers that it has. Takes datagrams from this server's address only. */
final class PeerSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSocket.class);
    private static final int IDENTIFIERS = 256;
    private static final int LONGEST_PACKET = 4096;

    /** What listeners hear when the network says that nobody listens there now; no datagram is as short. */
    static final Octets REFUSED = Octets.wrap(new byte[0]);

    private final DatagramSocket socket;
    private final AtomicReferenceArray<Consumer<Octets>> pending = new AtomicReferenceArray<>(IDENTIFIERS);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();

    private volatile boolean dropped; // told to whoever gives the last Identifier back

    private PeerSocket(DatagramSocket socket) {
        this.socket = socket;
    }

    static PeerSocket open(Optional<InetAddress> from, InetSocketAddress server) throws IOException {
        var socket = from.isPresent() ? new DatagramSocket(new InetSocketAddress(from.get(), 0)) : new DatagramSocket();
        try {
            socket.connect(server);
        } catch (IOException unreachable) {
            socket.close();
            throw unreachable;
        }
        var peer = new PeerSocket(socket);
        Thread.ofVirtual().name("replies of " + server).start(peer::receive);
        return peer;
    }

    /** An Identifier that is not in use, for whoever hears of the datagrams under it, and of {@link #REFUSED}; empty if there is none. */
    OptionalInt take(Consumer<Octets> listener) {
        if (taken.incrementAndGet() > IDENTIFIERS) {
            taken.decrementAndGet();
            return OptionalInt.empty();
        }
        while (true) {
            int identifier = next.getAndIncrement() & 0xff;
            if (pending.compareAndSet(identifier, null, listener)) {
                return OptionalInt.of(identifier);
            }
        }
    }

    /** Gives an Identifier back. What still comes under it is heard by whoever takes it next, and does not verify for them. */
    void release(int identifier) {
        pending.set(identifier, null);
        if (taken.decrementAndGet() == 0 && dropped) {
            close();
        }
    }

    /** Closes it as soon as no Identifier is in use any more. To be called while one is; none may be taken afterwards. */
    void closeWhenUnused() {
        dropped = true;
    }

    /** Sends a datagram. That nobody listened there a moment ago is no failure of this machine: such a one is lost like any other. */
    void send(Octets datagram) throws IOException {
        byte[] octets = datagram.toArray();
        try {
            socket.send(new DatagramPacket(octets, octets.length));
        } catch (PortUnreachableException _) {
            refused();
        }
    }

    private void receive() {
        var datagram = new DatagramPacket(new byte[LONGEST_PACKET], LONGEST_PACKET);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(LONGEST_PACKET);
                socket.receive(datagram);
                hand(Octets.wrap(Arrays.copyOf(datagram.getData(), datagram.getLength())));
            } catch (PortUnreachableException _) {
                refused();
            } catch (IOException | RuntimeException | Error failed) {
                if (!socket.isClosed()) {
                    LOG.debug("a reply of {} was lost", socket.getRemoteSocketAddress(), failed);
                }
            }
        }
    }

    /** Which of the requests it was about is not said. */
    private void refused() {
        for (int identifier = 0; identifier < IDENTIFIERS; identifier++) {
            Consumer<Octets> listener = pending.get(identifier);
            if (listener != null) {
                listener.accept(REFUSED);
            }
        }
    }

    private void hand(Octets datagram) {
        Consumer<Octets> listener = datagram.length() > 1 ? pending.get(datagram.at(1)) : null;
        if (listener != null) {
            listener.accept(datagram);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
