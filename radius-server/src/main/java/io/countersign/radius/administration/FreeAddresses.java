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
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds out which addresses of some settings cannot be had, by having each for a moment. What comes there meanwhile is not answered. */
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
        try {
            UdpListener.start(settings, DEAF).close();
            return Optional.empty();
        } catch (AddressInUse | CannotListen refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<String> tcp(MetricsSettings settings) {
        try (var socket = new ServerSocket()) {
            socket.bind(settings.address());
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(settings.refusal(failed));
        }
    }
}
