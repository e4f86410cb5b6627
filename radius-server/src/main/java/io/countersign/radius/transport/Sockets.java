package io.countersign.radius.transport;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;

/** The sockets of one listener. For its thread alone, but for {@link #wake}. None of the methods throws for what the network does. */
interface Sockets extends AutoCloseable {
    /** The longest RADIUS packet. What is longer is cut: octets past a packet's Length are ignored anyway. */
    int DATAGRAM_OCTETS = 4096;

    /** Takes in a datagram; must not throw. */
    @FunctionalInterface
    interface Arrivals {
        /** One datagram, and where it came from. */
        void came(Octets datagram, Origin origin);
    }

    /** The address that was asked for, with the real port. */
    InetSocketAddress address();

    /**
     * Waits until there is something to do: a datagram came, what the system would not take before can be sent, or somebody calls
     * {@link #wake}. May also return for no reason.
     *
     * @param receiving false to wait for no datagrams
     */
    void await(boolean receiving);

    /**
     * Hands over a batch of what has come, without waiting; whether there may be more.
     *
     * @throws IllegalStateException if the system has refused that twice in a row, so that {@link #await} would not wait either
     */
    boolean receive(Arrivals arrivals);

    /** Sends what is in the outbox, without waiting. What the system will not take now stays, and {@link #await} watches for it. */
    void send(Outbox outbox);

    /** Ends the present or the next {@link #await}. Any thread may call it; nothing happens once it is closed. */
    void wake();

    /** Lets go of sockets and memory. */
    @Override
    void close();
}
