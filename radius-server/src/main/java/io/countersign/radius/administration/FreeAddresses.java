package io.countersign.radius.administration;

import io.countersign.radius.audit.MetricsSettings;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.AddressInUse;
import io.countersign.radius.transport.CannotListen;
import io.countersign.radius.transport.DatagramReceiver;
import io.countersign.radius.transport.UdpListener;
import io.countersign.radius.transport.UdpSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds out which addresses of some settings cannot be had. Where Linux says that nobody has the port, it is left alone, for a server that
 * starts meanwhile, and only the address is tried, with another port. Else it is had for a moment: what comes there then is not answered.
 */
public final class FreeAddresses {
    private static final DatagramReceiver DEAF = new DatagramReceiver() {
        @Override
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
            // Too early: the client asks again.
        }

        @Override
        public boolean drain(Duration atMost) {
            return true;
        }
    };

    private FreeAddresses() {}

    /** What is wrong with each that cannot be had, and what to do; one line each. */
    public static List<String> faults(NodeSettings settings) {
        return Stream.concat(
                        Stream.concat(settings.authentication().stream(), settings.accounting().stream())
                                .flatMap(listener -> udp(listener).stream()),
                        settings.metrics().flatMap(FreeAddresses::tcp).stream())
                .toList();
    }

    private static Optional<String> udp(UdpSettings settings) {
        if (isFree("udp", settings.bind()) && hasAnotherPort(settings.bind().getAddress())) {
            return Optional.empty();
        }
        try {
            UdpListener.start(settings, DEAF).close();
            return Optional.empty();
        } catch (AddressInUse | CannotListen refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<String> tcp(MetricsSettings settings) {
        if (isFree("tcp", settings.address())
                && hasAnotherPort(settings.address().getAddress())) {
            return Optional.empty();
        }
        try (var socket = new ServerSocket()) {
            socket.bind(settings.address());
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(settings.refusal(failed));
        }
    }

    private static boolean isFree(String protocol, InetSocketAddress address) {
        return ListOfPorts.OF_THIS_MACHINE.saysThatIsFree(protocol, address.getPort());
    }

    /** Whether the address is one of this machine's. */
    private static boolean hasAnotherPort(InetAddress address) {
        try (var _ = new DatagramSocket(0, address)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
