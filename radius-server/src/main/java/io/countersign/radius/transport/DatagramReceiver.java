package io.countersign.radius.transport;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes in what a listener receives. */
public interface DatagramReceiver {
    /**
     * One datagram. Called on the listener's thread, which all its clients share; must not block and not throw.
     *
     * @param reply sends octets back to the peer from the address that it asked; any thread may call it; nothing happens once the listener
     *     is closed
     */
    void receive(Octets datagram, Origin origin, Consumer<Octets> reply);

    /** Waits until all that was received is answered; false if something is not after this time. */
    boolean drain(Duration atMost);
}
