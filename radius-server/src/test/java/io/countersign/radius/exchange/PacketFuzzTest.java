package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.packet.Discarded;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import java.util.List;

/** Any octets are a packet or are discarded, and what was decoded is encoded as the same octets. */
final class PacketFuzzTest {
    private static final List<RadiusClient> CLIENTS = List.of(
            Requests.client(MessageAuthenticatorRule.REQUIRE),
            Requests.withProxyState(Requests.client(MessageAuthenticatorRule.ACCEPT)));

    @FuzzTest(maxDuration = "60s")
    void isAPacketOrDiscarded(byte[] octets) {
        var datagram = Octets.copyOf(octets);
        switch (PacketDecoder.decode(datagram)) {
            case Packet packet ->
                assertThat(PacketEncoder.encode(packet)).isEqualTo(datagram.slice(0, packet.length()));
            case Discarded(var _, int offset) -> assertThat(offset).isBetween(0, octets.length);
        }
        for (var client : CLIENTS) {
            for (var service : Service.values()) {
                var opened = Wire.open(datagram, service, Requests.ORIGIN, client, Requests.NOW);
                if (opened instanceof Authentic request
                        && Wire.seal(new Verdict.Accept(List.of()), request) instanceof Sealed.Reply(var reply)) {
                    assertThat(Authenticator.answers(reply, request.packet().authenticator(), Requests.secret()))
                            .isTrue();
                }
            }
        }
    }
}
