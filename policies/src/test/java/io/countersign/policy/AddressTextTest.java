package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    /** RFC 5952 §1 to §5, and its own examples. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:DB8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "0:0:0:0:0:ffff:c000:0201, ::ffff:192.0.2.1",
        "::fffe:c000:201, ::fffe:c000:201",
        "192.0.2.1, 192.0.2.1",
    })
    void writesAnAddressInOneWay(String spelt, String text) {
        assertThat(AddressText.octets(spelt).map(AddressText::of)).contains(text);
    }

    @Test
    void keepsAZone() throws Exception {
        assertThat(AddressText.of(InetAddress.getByName("fe80::1%1"))).startsWith("fe80::1%");
    }
}
