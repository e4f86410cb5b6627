package io.countersign.radius.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.host.LinuxCalls;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.LocalAddresses.LocalAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
final class UdpListenerTest {
    /** How sockets can be had. */
    private enum Way {
        LINUX,
        PORTABLE;

        private Sockets sockets(UdpSettings settings) {
            return switch (this) {
                case LINUX -> LinuxSockets.open(settings);
                case PORTABLE -> portable(settings);
            };
        }

        /** As on a machine whose interfaces have these addresses. */
        private static Sockets portable(UdpSettings settings) {
            return settings.bind().getAddress().isAnyLocalAddress()
                    ? PortableSockets.open(
                            settings,
                            () -> Set.of(local("127.0.0.1"), local("127.0.0.5"), local("::1")),
                            System::nanoTime)
                    : PortableSockets.open(settings);
        }

        private static LocalAddress local(String address) {
            return LocalAddress.of(InetAddress.ofLiteral(address));
        }

        UdpListener start(UdpSettings settings, DatagramReceiver receiver) {
            assumeTrue(this == PORTABLE || LinuxCalls.canBeUsed(), "this is not Linux");
            return UdpListener.start(settings, receiver, this::sockets);
        }

        UdpListener start(String address, DatagramReceiver receiver) {
            return start(settings(address), receiver);
        }
    }

    static Stream<Arguments> asked() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Stream.of(
                        arguments(way, "127.0.0.1", "127.0.0.1"),
                        arguments(way, "127.0.0.5", "127.0.0.5"),
                        arguments(way, "::1", "::1"),
                        arguments(way, "0.0.0.0", "127.0.0.1"),
                        arguments(way, "0.0.0.0", "127.0.0.5"),
                        arguments(way, "::", "127.0.0.1"),
                        arguments(way, "::", "127.0.0.5"),
                        arguments(way, "::", "::1")));
    }

    /** A connected socket takes datagrams from that one address alone. */
    @ParameterizedTest
    @MethodSource("asked")
    void answersFromTheAddressThatWasAsked(Way way, String listens, String asked) throws IOException {
        try (var listener = way.start(listens, new Echo(false));
                var peer = peer(listener, asked)) {
            send(peer, new byte[] {1, 2, 3});

            assertThat(receive(peer)).containsExactly(1, 2, 3);
        }
    }

    @ParameterizedTest
    @MethodSource("asked")
    void answersFromItOnAnotherThreadToo(Way way, String listens, String asked) throws IOException {
        try (var listener = way.start(listens, new Echo(true));
                var peer = peer(listener, asked)) {
            send(peer, new byte[] {4, 5});

            assertThat(receive(peer)).containsExactly(4, 5);
        }
    }

    @ParameterizedTest
    @MethodSource("asked")
    void tellsWhichAddressWasAskedAndWhoAsked(Way way, String listens, String asked) throws Exception {
        var origins = new Origins();
        try (var listener = way.start(listens, origins);
                var peer = peer(listener, asked)) {
            send(peer, new byte[] {1});

            var origin = origins.came.take();
            assertThat(origin.local())
                    .isEqualTo(new InetSocketAddress(
                            InetAddress.ofLiteral(asked), listener.address().getPort()));
            assertThat(origin.peer()).isEqualTo(peer.getLocalSocketAddress());
        }
    }

    @Test
    void listensThoughTheSystemsFunctionsCannotBeLinked() throws IOException {
        var unlinkable = UdpListener.linkedOrPortable(_ -> {
            throw new ExceptionInInitializerError("no recvmmsg");
        });
        try (var listener = UdpListener.start(settings("127.0.0.1"), new Echo(false), unlinkable);
                var peer = peer(listener, "127.0.0.1")) {
            send(peer, new byte[] {7});

            assertThat(receive(peer)).containsExactly(7);
        }
    }

    @Test
    void sendsRepliesThoughNothingCanBeReceivedAnyMore() throws Exception {
        var origins = new Origins();
        var sockets = new Deaf();
        try (var _ = UdpListener.start(settings("127.0.0.1"), origins, _ -> sockets)) {
            origins.came.take();
            sockets.refused.await();
            origins.replies.take().accept(Octets.wrap(new byte[] {8}));

            assertThat(sockets.sent.take().octets()).isEqualTo(Octets.wrap(new byte[] {8}));
        }
    }

    /** Has one datagram, and is refused by the system ever after. */
    private static final class Deaf implements Sockets {
        private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1812);

        final CountDownLatch refused = new CountDownLatch(1);
        final BlockingQueue<Outbox.Reply> sent = new LinkedBlockingQueue<>();
        private boolean first = true;

        @Override
        public InetSocketAddress address() {
            return HERE;
        }

        @Override
        public void await(boolean receiving) {
            // There is always something, as with an error of a socket.
        }

        @Override
        public boolean receive(Arrivals arrivals) {
            if (first) {
                first = false;
                arrivals.came(Octets.wrap(new byte[] {1}), new Origin(HERE, HERE));
                return false;
            }
            refused.countDown();
            throw new IllegalStateException("the test lets nothing be received");
        }

        @Override
        public void send(Outbox outbox) {
            outbox.next().ifPresent(sent::add);
        }

        @Override
        public void wake() {
            // Nobody waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersEveryDatagramOfABurst(Way way) throws IOException {
        answersABurst(way, false);
        answersABurst(way, true);
    }

    private static void answersABurst(Way way, boolean otherThread) throws IOException {
        try (var listener = way.start("127.0.0.1", new Echo(otherThread));
                var peer = peer(listener, "127.0.0.1")) {
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

    /** The room of a long datagram is used again for a short one, and the other way round. */
    @ParameterizedTest
    @EnumSource
    void answersShortAndLongOnesInTurn(Way way) throws IOException {
        try (var listener = way.start("127.0.0.1", new Echo(false));
                var peer = peer(listener, "127.0.0.1")) {
            for (int length : new int[] {4096, 1, 300, 4096, 20}) {
                send(peer, new byte[length]);

                assertThat(receive(peer)).hasSize(length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsWhatIsLongerThanAnyPacket(Way way) throws IOException {
        try (var listener = way.start("127.0.0.1", new Echo(false));
                var peer = peer(listener, "127.0.0.1")) {
            send(peer, new byte[9000]);

            assertThat(receive(peer)).hasSize(4096);
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheAddressThatIsInUse(Way way) {
        try (var listener = way.start("127.0.0.1", new Echo(false))) {
            int port = listener.address().getPort();

            assertThatExceptionOfType(AddressInUse.class)
                    .isThrownBy(() -> way.start(UdpSettings.at(listener.address()), new Echo(false)))
                    .withMessageContaining("127.0.0.1:" + port + "/udp is in use");
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotShareAWildcardWithAnotherProgram(Way way) {
        try (var listener = way.start("0.0.0.0", new Echo(false))) {
            assertThatExceptionOfType(AddressInUse.class)
                    .isThrownBy(() -> way.start(UdpSettings.at(listener.address()), new Echo(false)))
                    .withMessageContaining("/udp is in use");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheAddressThatIsNotOurs(Way way) {
        assertThatExceptionOfType(CannotListen.class)
                .isThrownBy(() -> way.start("192.0.2.1", new Echo(false)))
                .withMessageContaining("192.0.2.1");
    }

    @ParameterizedTest
    @EnumSource
    void outlivesAMistakeOfTheReceiver(Way way) throws IOException {
        try (var listener = way.start("127.0.0.1", new Faulty());
                var peer = peer(listener, "127.0.0.1")) {
            send(peer, new byte[] {Faulty.MISTAKE});
            send(peer, new byte[] {7});

            assertThat(receive(peer)).containsExactly(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheRepliesOfRequestsInWorkBeforeItCloses(Way way) throws IOException, InterruptedException {
        var slow = new SlowEcho();
        var listener = way.start("127.0.0.1", slow);
        try (var peer = peer(listener, "127.0.0.1")) {
            send(peer, new byte[] {7});
            assertThat(slow.received.await(10, TimeUnit.SECONDS)).isTrue();

            listener.close();

            assertThat(receive(peer)).containsExactly(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void freesTheAddressAndIgnoresLateRepliesWhenItIsClosed(Way way) throws IOException, InterruptedException {
        var slow = new SlowEcho();
        var listener = way.start("127.0.0.1", slow);
        try (var peer = peer(listener, "127.0.0.1")) {
            send(peer, new byte[] {7});
            assertThat(slow.received.await(10, TimeUnit.SECONDS)).isTrue();
            listener.close();
            listener.close();

            slow.pending.run();

            try (var again = new DatagramSocket(listener.address())) {
                assertThat(again.getLocalPort()).isEqualTo(listener.address().getPort());
            }
        }
    }

    @Test
    void knowsTheAddressesOfThisMachine() throws IOException {
        assertThat(LocalAddresses.ofInterfaces()).contains(LocalAddress.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    private static UdpSettings settings(String address) {
        return UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    private static DatagramSocket peer(UdpListener listener, String asked) throws IOException {
        var address = InetAddress.ofLiteral(asked);
        var peer = new DatagramSocket(new InetSocketAddress(address, 0));
        peer.connect(new InetSocketAddress(address, listener.address().getPort()));
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
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
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

    /** Keeps where datagrams came from. */
    private static final class Origins implements DatagramReceiver {
        private final BlockingQueue<Origin> came = new LinkedBlockingQueue<>();
        private final BlockingQueue<Consumer<Octets>> replies = new LinkedBlockingQueue<>();

        @Override
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
            came.add(origin);
            replies.add(reply);
        }

        @Override
        public boolean drain(Duration atMost) {
            return true;
        }
    }

    /** Throws for one datagram, and echoes all others. */
    private static final class Faulty implements DatagramReceiver {
        private static final byte MISTAKE = 13;

        @Override
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
            if (datagram.at(0) == MISTAKE) {
                throw new IllegalStateException("a mistake");
            }
            reply.accept(datagram);
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
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
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
