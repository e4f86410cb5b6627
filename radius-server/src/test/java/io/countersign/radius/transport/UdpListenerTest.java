package io.countersign.radius.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class UdpListenerTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void sendsRepliesToThePeerFromTheSameSocket(String address) throws IOException {
        try (var listener = UdpListener.start(settings(address), new Echo(false));
                var peer = peer(listener)) {
            send(peer, new byte[] {1, 2, 3});

            assertThat(receive(peer)).containsExactly(1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersEveryDatagramOfABurst(boolean otherThread) throws IOException {
        try (var listener = UdpListener.start(settings("127.0.0.1"), new Echo(otherThread));
                var peer = peer(listener)) {
            Set<Byte> answered = new HashSet<>();
            for (byte number = 0; number < 100; number++) {
                send(peer, new byte[] {number});
            }
            for (int number = 0; number < 100; number++) {
                answered.add(receive(peer)[0]);
            }

            assertThat(answered).hasSize(100);
        }
    }

    @Test
    void cutsWhatIsLongerThanAnyPacket() throws IOException {
        try (var listener = UdpListener.start(settings("127.0.0.1"), new Echo(false));
                var peer = peer(listener)) {
            send(peer, new byte[9000]);

            assertThat(receive(peer)).hasSize(4096);
        }
    }

    @Test
    void namesTheAddressThatIsInUse() {
        try (var listener = UdpListener.start(settings("127.0.0.1"), new Echo(false))) {
            int port = listener.address().getPort();

            assertThatExceptionOfType(AddressInUse.class)
                    .isThrownBy(() -> UdpListener.start(UdpSettings.at(listener.address()), new Echo(false)))
                    .withMessageContaining("127.0.0.1:" + port + "/udp is in use");
        }
    }

    @Test
    void namesTheAddressThatIsNotOurs() {
        assertThatExceptionOfType(CannotListen.class)
                .isThrownBy(() -> UdpListener.start(settings("192.0.2.1"), new Echo(false)))
                .withMessageContaining("192.0.2.1");
    }

    @Test
    void sendsTheRepliesOfRequestsInWorkBeforeItCloses() throws IOException, InterruptedException {
        var slow = new SlowEcho();
        var listener = UdpListener.start(settings("127.0.0.1"), slow);
        try (var peer = peer(listener)) {
            send(peer, new byte[] {7});
            assertThat(slow.received.await(10, TimeUnit.SECONDS)).isTrue();

            listener.close();

            assertThat(receive(peer)).containsExactly(7);
        }
    }

    private static UdpSettings settings(String address) {
        return UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    private static DatagramSocket peer(UdpListener listener) throws IOException {
        var peer = new DatagramSocket(new InetSocketAddress(listener.address().getAddress(), 0));
        peer.connect(listener.address());
        peer.setSoTimeout(10_000);
        return peer;
    }

    private static void send(DatagramSocket peer, byte[] octets) throws IOException {
        peer.send(new DatagramPacket(octets, octets.length));
    }

    private static byte[] receive(DatagramSocket peer) throws IOException {
        var datagram = new DatagramPacket(new byte[65_535], 65_535);
        peer.receive(datagram);
        return Arrays.copyOf(datagram.getData(), datagram.getLength());
    }

    private record Echo(boolean otherThread) implements DatagramReceiver {
        @Override
        public void receive(Octets datagram, InetSocketAddress peer, Consumer<Octets> reply) {
            if (otherThread) {
                Thread.ofVirtual().name("echo").start(() -> reply.accept(datagram));
            } else {
                reply.accept(datagram);
            }
        }

        @Override
        public boolean drain(Duration atMost) {
            return true;
        }
    }

    /** Replies when it is asked to drain. */
    private static final class SlowEcho implements DatagramReceiver {
        private final CountDownLatch received = new CountDownLatch(1);
        private volatile Runnable pending = () -> {}; // from the listener's thread to the closing one

        @Override
        public void receive(Octets datagram, InetSocketAddress peer, Consumer<Octets> reply) {
            pending = () -> reply.accept(datagram);
            received.countDown();
        }

        @Override
        public boolean drain(Duration atMost) {
            pending.run();
            return true;
        }
    }
}
