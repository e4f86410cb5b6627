package io.countersign.radius.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.LocalAddresses.LocalAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses that come and go, on a machine that is asked every few seconds. */
@Timeout(20)
final class PortableSocketsTest {
    private static final LocalAddress FIRST = LocalAddress.of(InetAddress.ofLiteral("127.0.0.1"));
    private static final LocalAddress SECOND = LocalAddress.of(InetAddress.ofLiteral("127.0.0.7"));
    private static final LocalAddress NOT_OURS = LocalAddress.of(InetAddress.ofLiteral("192.0.2.1"));
    private static final LocalAddress IPV6 = LocalAddress.of(InetAddress.ofLiteral("::1"));

    private Set<LocalAddress> present = Set.of(FIRST);
    private long now;
    private final List<Origin> came = new ArrayList<>();
    private final PortableSockets sockets = open("0.0.0.0");

    private PortableSockets open(String address) {
        return PortableSockets.open(
                UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral(address), 0)), () -> present, () -> now);
    }

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    void answersOnAnAddressThatCameWhileItRan() throws IOException {
        present = Set.of(FIRST, SECOND);
        look();

        assertThat(isAnswered(FIRST)).isTrue();
        assertThat(isAnswered(SECOND)).isTrue();
    }

    @Test
    void closesTheSocketOfAnAddressThatIsGone() throws IOException {
        present = Set.of(SECOND);
        look();

        assertThat(isAnswered(SECOND)).isTrue();
        assertThat(isRefused(FIRST)).isTrue();
    }

    @Test
    void dropsTheReplyForAnAddressThatIsGone() throws IOException {
        present = Set.of(SECOND);
        look();
        var outbox = new Outbox();
        var from = new InetSocketAddress(FIRST.address(), sockets.address().getPort());
        outbox.add(new Outbox.Reply(Octets.wrap(new byte[20]), new Origin(from, from)));

        sockets.send(outbox);

        assertThat(outbox.next()).isEmpty();
        assertThat(isAnswered(SECOND)).isTrue();
    }

    @Test
    void looksEveryFewSecondsOnly() throws IOException {
        present = Set.of(FIRST, SECOND);
        now += PortableSockets.LOOK_EVERY.toNanos() - 1_000_000;
        sockets.wake();
        sockets.await(true);

        assertThat(isRefused(SECOND)).isTrue();
    }

    @Test
    void goesOnWhereAnAddressCannotBeHadAndTakesItOnceItCan() throws IOException {
        present = Set.of(FIRST, NOT_OURS);
        look();
        assertThat(isAnswered(FIRST)).isTrue();

        try (var other = new DatagramSocket(
                new InetSocketAddress(SECOND.address(), sockets.address().getPort()))) {
            present = Set.of(FIRST, SECOND);
            look();
            assertThat(isAnswered(FIRST)).isTrue();
            assertThat(other.isBound()).isTrue();
        }
        look();
        assertThat(isAnswered(SECOND)).isTrue();
    }

    @Test
    void keepsItsSocketsWhileTheSystemDoesNotTellTheAddresses() throws IOException {
        try (var uncertain = PortableSockets.open(
                UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0)),
                this::tellOnce,
                () -> now)) {
            now += PortableSockets.LOOK_EVERY.toNanos();
            uncertain.await(true);

            assertThat(isAnswered(uncertain, FIRST)).isTrue();
        }
    }

    private Set<LocalAddress> tellOnce() throws IOException {
        if (present.isEmpty()) {
            throw new UnknownHostException("not now");
        }
        var told = present;
        present = Set.of();
        return told;
    }

    @Test
    void takesIpv4AndIpv6ForAnIpv6WildcardAndIpv4AloneForTheOther() throws IOException {
        present = Set.of(FIRST, IPV6);
        look();
        assertThat(isRefused(IPV6)).isTrue();

        try (var both = open("::")) {
            assertThat(isAnswered(both, FIRST)).isTrue();
            assertThat(isAnswered(both, IPV6)).isTrue();
        }
    }

    @Test
    void doesNotStartWithoutAnyAddress() {
        present = Set.of(NOT_OURS);

        assertThatExceptionOfType(CannotListen.class)
                .isThrownBy(() -> open("0.0.0.0"))
                .withMessageContaining("0.0.0.0");
    }

    private void look() {
        now += PortableSockets.LOOK_EVERY.toNanos();
        sockets.await(true);
    }

    private boolean isAnswered(LocalAddress asked) throws IOException {
        return isAnswered(sockets, asked);
    }

    private boolean isAnswered(PortableSockets sockets, LocalAddress asked) throws IOException {
        try (var peer = new DatagramSocket(new InetSocketAddress(asked.address(), 0))) {
            peer.connect(
                    new InetSocketAddress(asked.address(), sockets.address().getPort()));
            peer.setSoTimeout(10_000);
            peer.send(new DatagramPacket(new byte[] {9}, 1));
            came.clear();
            while (came.isEmpty()) {
                sockets.await(true);
                sockets.receive((_, origin) -> came.add(origin));
            }
            var outbox = new Outbox();
            outbox.add(new Outbox.Reply(Octets.wrap(new byte[] {9}), came.getFirst()));
            sockets.send(outbox);
            var reply = new DatagramPacket(new byte[1], 1);
            peer.receive(reply);
            return reply.getData()[0] == 9;
        }
    }

    /** Loopback says at once that nobody listens. */
    private boolean isRefused(LocalAddress asked) throws IOException {
        try (var peer = new DatagramSocket(new InetSocketAddress(asked.address(), 0))) {
            peer.connect(
                    new InetSocketAddress(asked.address(), sockets.address().getPort()));
            peer.setSoTimeout(10_000);
            peer.send(new DatagramPacket(new byte[] {9}, 1));
            peer.receive(new DatagramPacket(new byte[1], 1));
            return false;
        } catch (PortUnreachableException _) {
            return true;
        }
    }
}
