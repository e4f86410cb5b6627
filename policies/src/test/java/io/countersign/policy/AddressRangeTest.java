package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "127.0.0.2, 127.0.0.2, true",
        "127.0.0.2, 127.0.0.3, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
    })
    void holdsTheAddressesOfItsPrefix(String range, String address, boolean held) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(held);
    }

    @Test
    void takesAnIpv4MappedPeerAsIpv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, 10, 0, 0, 1};
        InetAddress peer = Inet6Address.getByAddress("peer", mapped, -1);
        assertThat(peer).isInstanceOf(Inet6Address.class);
        assertThat(AddressRange.parse("10.0.0.0/8").contains(peer)).isTrue();
        assertThat(AddressRange.parse("::/0").contains(peer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2001:db8::30] | \"[2001:db8::30]\" is in brackets, which an address has before a port alone; write 2001:db8::30",
                "fe80::1%eth0 | \"fe80::1%eth0\" names a zone, which is not looked at; write fe80::1, on whatever interface it comes",
                "host%eth0 | \"host%eth0\" is not an IP address or range; write one such as 192.0.2.10",
            })
    void tellsOfBracketsAndZonesByName(String text, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageStartingWith(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost", "example.com", "127.1", "1", "010.0.0.1", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08",
                        "10.0.0.0/-1",
                "2001:db8::/129", "fe80::1%lo", "::ffff:10.0.0.0/95", "", "/8", "[::1]", "10.0.0.256", "1::2::3",
                        "10.0.0.0/8/8"
            })
    void refusesWhatIsNoAddressOrRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageContaining("; write");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1/8, 10.0.0.0/8", "2001:db8::1/32, 2001:db8::/32", "::ffff:10.0.0.1/104, 10.0.0.0/8"})
    void namesTheRangeThatWasMeantWhereHostBitsAreSet(String text, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageContaining(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.0.0.7/32, 10.0.0.7",
        "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "::1/128, ::1",
        "::/0, ::/0",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void writesItselfInOneForm(String text, String written) {
        assertThat(AddressRange.parse(text)).hasToString(written).isEqualTo(AddressRange.parse(written));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.1.0.0/16, 10.0.0.0/8, true",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "0.0.0.0/0, ::/0, false",
    })
    void overlapsWhereItSharesAnAddress(String one, String other, boolean overlaps) {
        assertThat(AddressRange.parse(one).overlaps(AddressRange.parse(other))).isEqualTo(overlaps);
    }
}
