package io.countersign.radius.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import java.lang.foreign.Arena;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is put in place for the system is what would be read of it. */
final class LinuxMessagesTest {
    private static final int LOCAL_PORT = 1812;
    private static final int PEER_PORT = 65_001;

    @AutoClose
    private final Arena arena = Arena.ofConfined();

    @ParameterizedTest
    @CsvSource({
        "false, 192.0.2.1, 198.51.100.7",
        "true, 192.0.2.1, 198.51.100.7",
        "true, 2001:db8::1, 2001:db8::ffff:7",
        "true, ::1, ::1"
    })
    void keepsAddressesAndPort(boolean ipv6, String local, String peer) {
        var origin = new Origin(
                new InetSocketAddress(InetAddress.ofLiteral(local), LOCAL_PORT),
                new InetSocketAddress(InetAddress.ofLiteral(peer), PEER_PORT));

        assertThat(again(ipv6, origin)).isEqualTo(origin);
    }

    @Test
    void keepsTheInterfacesOfLinkLocalAddresses() throws UnknownHostException {
        var origin = again(
                true,
                new Origin(
                        new InetSocketAddress(scoped("fe80::1", 3), LOCAL_PORT),
                        new InetSocketAddress(scoped("fe80::2", 3), PEER_PORT)));

        assertThat(origin.local().getAddress().getHostAddress()).endsWith("%3");
        assertThat(origin.peer().getAddress().getHostAddress()).endsWith("%3");
    }

    /** Who hears a group, or a whole network, was not asked. */
    @ParameterizedTest
    @CsvSource({"ff02::1", "::"})
    void knowsNoOriginWhereNoSingleAddressWasAsked(String local) {
        var messages = new LinuxMessages(arena, 1, true);
        messages.put(
                0,
                Octets.empty(),
                new Origin(
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), LOCAL_PORT),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), PEER_PORT)));
        messages.putLocal(0, InetAddress.ofLiteral(local));

        assertThat(messages.origin(0, LOCAL_PORT)).isEmpty();
    }

    private Origin again(boolean ipv6, Origin origin) {
        var messages = new LinuxMessages(arena, 2, ipv6);
        messages.put(1, Octets.empty(), origin);
        return messages.origin(1, LOCAL_PORT).orElseThrow();
    }

    private static Inet6Address scoped(String address, int scope) throws UnknownHostException {
        return Inet6Address.getByAddress(null, InetAddress.ofLiteral(address).getAddress(), scope);
    }
}
