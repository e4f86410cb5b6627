package io.countersign.radius.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RequesterTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void usesAnotherSocketAfterOneThatCouldNotSend() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var requester = new Requester(
                        Optional.empty(), (InetSocketAddress) server.getLocalSocketAddress(), HomeServer.SECRET)) {
            server.setSoTimeout(5000);
            ask(requester);
            ask(requester);
            int first = port(server);
            assertThat(port(server)).isEqualTo(first);

            var tooLongForAnyDatagram = new Sent(Octets.wrap(new byte[70_000]), Authenticator.random());
            assertThat(requester.ask(_ -> Optional.of(tooLongForAnyDatagram), Code.ACCESS_REQUEST, true, SHORT))
                    .isInstanceOf(Asked.NotSent.class);

            assertThat(ask(requester)).isEqualTo(new Asked.Unanswered(1));
            assertThat(port(server)).isNotEqualTo(first);
        }
    }

    @Test
    void opensNoSocketOnceItIsClosed() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var requester = new Requester(
                    Optional.empty(), (InetSocketAddress) server.getLocalSocketAddress(), HomeServer.SECRET);
            ask(requester);
            requester.close();

            assertThat(ask(requester)).isInstanceOf(Asked.NotSent.class);
        }
    }

    private static Asked ask(Requester requester) throws InterruptedException {
        return requester.ask(
                identifier -> Sent.signed(
                        new Packet(Code.ACCESS_REQUEST, identifier, Authenticator.random(), List.of()),
                        HomeServer.SECRET),
                Code.ACCESS_REQUEST,
                true,
                SHORT);
    }

    /** Where the next datagram comes from. */
    private static int port(DatagramSocket server) throws Exception {
        var datagram = new DatagramPacket(new byte[4096], 4096);
        server.receive(datagram);
        return datagram.getPort();
    }
}
