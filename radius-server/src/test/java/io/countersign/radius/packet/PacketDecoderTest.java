package io.countersign.radius.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PacketDecoderTest {
    private static final List<Code> CODES = List.of(Code.values());

    static List<Vectors.Vector> vectors() {
        return Vectors.read("packet.txt", 134);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodesOrDiscards(Vectors.Vector vector) {
        Decoded decoded = PacketDecoder.decode(Hex.octets(vector.words().get(1)));

        assertThat(rendered(decoded)).isEqualTo(vector.expected().getFirst());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodesWhatItDecoded(Vectors.Vector vector) {
        Octets datagram = Hex.octets(vector.words().get(1));

        if (PacketDecoder.decode(datagram) instanceof Packet packet) {
            assertThat(PacketEncoder.encode(packet)).isEqualTo(datagram.slice(0, packet.length()));
        }
    }

    @Test
    void decodesOrDiscardsRandomOctetsWithoutThrowing() {
        var random = new Random(20251121);
        for (int round = 0; round < 200_000; round++) {
            byte[] octets = new byte[random.nextInt(120)];
            random.nextBytes(octets);
            if (octets.length > 4) {
                octets[0] = (byte) (1 + random.nextInt(3));
                octets[2] = 0;
                octets[3] = (byte) (octets.length - random.nextInt(3));
            }
            Octets datagram = Octets.wrap(octets);
            if (PacketDecoder.decode(datagram) instanceof Packet packet) {
                assertThat(PacketEncoder.encode(packet)).isEqualTo(datagram.slice(0, packet.length()));
            }
        }
    }

    @Test
    void decodesWhatItEncodedWhateverTheAttributes() {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            Packet packet = randomPacket(random);

            assertThat(PacketDecoder.decode(PacketEncoder.encode(packet))).isEqualTo(packet);
        }
    }

    private static Packet randomPacket(Random random) {
        var attributes = random.ints(random.nextInt(12), 1, 256)
                .mapToObj(type -> new Attribute(type, randomOctets(random, random.nextInt(254))))
                .toList();
        Code code = CODES.get(random.nextInt(CODES.size()));
        return new Packet(code, random.nextInt(256), randomOctets(random, 16), attributes);
    }

    private static Octets randomOctets(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private static String rendered(Decoded decoded) {
        return switch (decoded) {
            case Discarded(var reason, var offset) -> "ERROR " + reason + " " + offset;
            case Packet packet -> {
                var text = new StringBuilder(packet.code() + " " + packet.identifier() + " " + packet.authenticator());
                packet.attributes().forEach(a -> text.append(" " + a.type() + "=" + a.value()));
                yield text.toString();
            }
        };
    }
}
