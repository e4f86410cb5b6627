package io.countersign.radius.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPacketsTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final Octets MARKER = Octets.wrap("marker-17".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Password",
                "CHAP-Password",
                "CHAP-Challenge",
                "State",
                "Proxy-State",
                "EAP-Message",
                "Message-Authenticator",
                "Tunnel-Password",
                "Reply-Message",
                "Class",
                "ARAP-Password",
                "MS-CHAP-Response",
                "MS-CHAP-Error",
                "MS-CHAP-CPW-2",
                "MS-CHAP-MPPE-Keys",
                "MS-CHAP-Challenge",
                "MS-MPPE-Send-Key",
                "MS-MPPE-Recv-Key",
                "MS-CHAP2-Response",
                "MS-CHAP2-Success",
                "MS-CHAP2-CPW",
                "Cisco-AVPair"
            })
    void neverHasWhatIsSecretOrMayHoldASecret(String name) {
        var oid = DICTIONARY.find(name).orElseThrow().oid().split("\\.", -1);
        var attribute = oid.length == 1
                ? new Attribute(Integer.parseInt(oid[0]), MARKER)
                : new VendorSpecific(Integer.parseInt(oid[1]), List.of(new Attribute(Integer.parseInt(oid[2]), MARKER)))
                        .toAttribute();

        assertThat(told(attribute)).isEmpty();
    }

    /** Whatever the dictionary hides, and whatever will be found to need hiding, must be dropped too. */
    @Test
    void hasNothingThatTheDictionaryHides() {
        IntStream.rangeClosed(1, 255)
                .mapToObj(type -> new Attribute(type, MARKER))
                .filter(attribute -> attribute.type() != VendorSpecific.TYPE)
                .filter(attribute -> !told(attribute).isEmpty())
                .forEach(attribute ->
                        assertThat(DICTIONARY.describe(attribute)).noneMatch(line -> line.contains("(hidden)")));
        IntStream.rangeClosed(1, 255)
                .mapToObj(type -> new VendorSpecific(311, List.of(new Attribute(type, MARKER))).toAttribute())
                .filter(attribute -> !told(attribute).isEmpty())
                .forEach(attribute ->
                        assertThat(DICTIONARY.describe(attribute)).noneMatch(line -> line.contains("(hidden)")));
    }

    @Test
    void keepsWhatNpsTellsEvenBesideAKey() {
        var both = new VendorSpecific(311, List.of(new Attribute(16, MARKER), new Attribute(9, Octets.wrap(new byte[] {
                    0, 0, 1, 55
                }))))
                .toAttribute();

        assertThat(told(DICTIONARY.encode("NAS-Port", "7"), both))
                .containsExactly(DICTIONARY.encode("NAS-Port", "7"), DICTIONARY.encode("MS-RAS-Vendor", "311"));
    }

    private static List<Attribute> told(Attribute... attributes) {
        return new LoginPackets(
                        event(),
                        InetAddress.ofLiteral("192.0.2.10"),
                        "standard",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(attributes),
                        List.of(attributes))
                .reply();
    }

    private static AuthEvent event() {
        return new AuthEvent(
                Instant.EPOCH,
                "7F3K2A1B",
                "vpn-01",
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1645),
                "alice",
                Optional.empty(),
                "pap",
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                AuthEvent.Answer.ACCEPT,
                ReasonCode.SUCCESS,
                "",
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Trace.NONE);
    }
}
