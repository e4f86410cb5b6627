package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.NetlogonSeal.Sealed;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replays {@code vectors/netlogon.txt}, and turns each of its messages into what must not be taken. */
final class NetlogonVectorsTest {
    private static final Path FILE = Path.of("src/test/resources/vectors/netlogon.txt");

    private final NetlogonKey key = NetlogonKey.of(
            Secret.ofText(value("password")), octets(value("client-challenge")), octets(value("server-challenge")));

    private record Message(boolean byClient, Octets clear, Sealed sealed) {}

    @Test
    void bothSidesProveThatTheyKnowThePassword() {
        assertThat(key.credential(octets(value("client-challenge")))).isEqualTo(octets(value("client-credential")));
        assertThat(key.credential(octets(value("server-challenge")))).isEqualTo(octets(value("server-credential")));
    }

    @Test
    void opensWhatAnotherProgramHasSealed() {
        var client = NetlogonSeal.ofClient(key);
        var server = NetlogonSeal.ofServer(key);
        assertThat(messages()).hasSize(3).allSatisfy(message -> {
            var hearer = message.byClient() ? server : client;
            var speaker = message.byClient() ? client : server;
            speaker.seal(message.clear()); // counts
            assertThat(hearer.open(message.sealed())).contains(message.clear());
        });
    }

    @Test
    void opensWhatItSealsWhichLooksDifferentEachTime() {
        var client = NetlogonSeal.ofClient(key);
        var server = NetlogonSeal.ofServer(key);
        var clear = octets("00112233445566778899aabbccddeeff");
        var first = client.seal(clear);
        assertThat(server.open(first)).contains(clear);
        assertThat(client.open(server.seal(clear))).contains(clear);
        assertThat(NetlogonSeal.ofClient(key).seal(clear).octets()).isNotEqualTo(first.octets());
    }

    @Test
    void takesNoMessageInWhichAnOctetHasChanged() {
        var message = messages().getFirst();
        int sealedOctets = message.sealed().octets().length();
        for (int i = 0; i < sealedOctets; i++) {
            assertThat(opened(new Sealed(
                            flipped(message.sealed().octets(), i),
                            message.sealed().signature())))
                    .isEmpty();
        }
        for (int i = 0; i < 32; i++) { // the others are reserved
            assertThat(opened(new Sealed(
                            message.sealed().octets(), flipped(message.sealed().signature(), i))))
                    .isEmpty();
        }
    }

    @Test
    void takesNoMessageTwiceNorOneOfItsOwnNorOneOfLater() {
        var first = messages().getFirst().sealed();
        var server = NetlogonSeal.ofServer(key);
        assertThat(server.open(first)).isPresent();
        assertThat(server.open(first)).isEmpty();
        assertThat(NetlogonSeal.ofClient(key).open(first)).isEmpty();
        assertThat(opened(messages().getLast().sealed())).isEmpty();
    }

    @Test
    void takesNoSignatureOfAnotherLength() {
        var sealed = messages().getFirst().sealed();
        for (int length : new int[] {0, 32, 55}) {
            assertThat(opened(new Sealed(sealed.octets(), sealed.signature().slice(0, length))))
                    .isEmpty();
        }
    }

    @Test
    void tellsNobodyTheKey() {
        assertThat(key).hasToString("NetlogonKey[redacted]");
    }

    private Optional<Octets> opened(Sealed sealed) {
        return NetlogonSeal.ofServer(key).open(sealed);
    }

    private static Octets flipped(Octets octets, int index) {
        byte[] changed = octets.toArray();
        changed[index] ^= 1;
        return Octets.wrap(changed);
    }

    private static List<Message> messages() {
        return lines().filter(line -> line.startsWith("client ") || line.startsWith("server "))
                .map(line -> line.split(" ", -1))
                .map(parts -> new Message(
                        parts[0].equals("client"), octets(parts[1]), new Sealed(octets(parts[2]), octets(parts[3]))))
                .toList();
    }

    private static String value(String name) {
        return lines().filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> lines() {
        try {
            return Files.readString(FILE).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Octets octets(String hex) {
        return hex.equals("-") ? Octets.empty() : Hex.octets(hex);
    }
}
