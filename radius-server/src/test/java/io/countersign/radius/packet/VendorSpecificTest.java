package io.countersign.radius.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VendorSpecificTest {
    @Test
    void readsSeveralSubAttributesAndWritesThemBack() {
        var attribute = new Attribute(26, Hex.octets("00000137 320341 2f0600000001"));

        var specific = VendorSpecific.of(attribute);

        assertThat(specific)
                .hasValue(new VendorSpecific(
                        311, List.of(new Attribute(50, Hex.octets("41")), new Attribute(47, Hex.octets("00000001")))));
        assertThat(specific.orElseThrow().toAttribute()).isEqualTo(attribute);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "00",
                "00000137",
                "0000013732",
                "000001373200",
                "000001373201",
                "0000013732047a",
                "00000137320341ff",
                "00000137000341",
                "ff000137320341"
            })
    void leavesWhatHasAnotherLayoutRaw(String value) {
        assertThat(VendorSpecific.of(new Attribute(26, Hex.octets(value)))).isEmpty();
    }

    @Test
    void readsNoOtherType() {
        assertThat(VendorSpecific.of(new Attribute(25, Hex.octets("00000137320341"))))
                .isEmpty();
    }
}
