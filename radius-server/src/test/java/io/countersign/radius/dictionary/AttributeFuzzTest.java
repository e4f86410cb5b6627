package io.countersign.radius.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.List;

/** Any attributes, of vendors, extended, long and nested, can be described and asked for. */
final class AttributeFuzzTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final List<String> ASKED = List.of(
            "User-Name", "Cisco-AVPair", "SAML-Assertion", "IP-Port-Type", "MS-Machine-Name", "Event-Timestamp");

    /** The octets are taken as attributes: type, length of the value, value. */
    @FuzzTest(maxDuration = "60s")
    void canBeDescribed(byte[] octets) {
        var attributes = attributes(octets);
        for (var attribute : attributes) {
            assertThat(DICTIONARY.describe(attribute))
                    .allSatisfy(line -> assertThat(line).contains(" = ").doesNotContain("\n", "\r", "\u001b"));
            VendorSpecific.of(attribute)
                    .ifPresent(specific -> assertThat(specific.toAttribute()).isEqualTo(attribute));
        }
        var packet = new Packet(Code.ACCESS_REQUEST, 0, Octets.wrap(new byte[16]), attributes);
        assertThat(DICTIONARY.describe(attributes))
                .extracting(Dictionary.Line::index)
                .isSorted();
        ASKED.forEach(name -> DICTIONARY.texts(packet, name));
    }

    private static List<Attribute> attributes(byte[] octets) {
        var attributes = new ArrayList<Attribute>();
        int offset = 0;
        while (offset + 2 <= octets.length) {
            int type = Math.max(1, octets[offset] & 0xff);
            int length = Math.min(Math.min(octets[offset + 1] & 0xff, 253), octets.length - offset - 2);
            attributes.add(new Attribute(type, Octets.copyOf(octets).slice(offset + 2, offset + 2 + length)));
            offset += 2 + length;
        }
        return attributes;
    }
}
