package io.countersign.radius.app;

import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.exchange.Exchange;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.AddressInUse;
import io.countersign.radius.transport.CannotListen;
import io.countersign.radius.transport.DatagramReceiver;
import io.countersign.radius.transport.UdpListener;
import io.countersign.radius.transport.UdpSettings;
import java.time.Duration;
import java.util.function.Consumer;

/** Brings sockets and exchanges together. Throws {@link NodeRefused} if an address cannot be had. */
final class Listening {
    private Listening() {}

    /** Starts to hand what a socket receives to an exchange. */
    static UdpListener start(UdpSettings settings, Exchange exchange) {
        return start(settings, new DatagramReceiver() {
            @Override
            public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
                exchange.receive(datagram, origin, reply);
            }

            @Override
            public boolean drain(Duration atMost) {
                return exchange.drain(atMost);
            }
        });
    }

    private static UdpListener start(UdpSettings settings, DatagramReceiver receiver) {
        try {
            return UdpListener.start(settings, receiver);
        } catch (AddressInUse | CannotListen refused) {
            throw new NodeRefused(String.valueOf(refused.getMessage()), refused);
        }
    }
}
