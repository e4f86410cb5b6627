package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays {@code vectors/challenge-response.txt}. */
final class ChallengeResponseVectorsTest {
    private static final Path FILE = Path.of("src/test/resources/vectors/challenge-response.txt");

    static List<Map<String, String>> cases() throws IOException {
        return Arrays.stream(Files.readString(FILE).split("\n\n", -1))
                .map(ChallengeResponseVectorsTest::fields)
                .filter(fields -> !fields.isEmpty())
                .toList();
    }

    private static Map<String, String> fields(String block) {
        var fields = new LinkedHashMap<String, String>();
        block.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" ", 2))
                .forEach(pair -> fields.put(pair[0], pair[1]));
        return fields;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agrees(Map<String, String> fields) {
        var password = Secret.ofText(fields.get("password"));
        switch (fields.get("method")) {
            case "chap" -> chap(fields, password);
            case "ms-chap-v2" -> msChapV2(fields, password);
            default -> throw new IllegalStateException("no such method: " + fields);
        }
    }

    private static void chap(Map<String, String> fields, Secret password) {
        int identifier = Integer.parseInt(fields.get("identifier"));
        var challenge = octets(fields, "challenge");
        var response = octets(fields, "response");
        assertThat(Chap.respond(identifier, challenge, password)).isEqualTo(response);
        assertThat(Chap.verifies(identifier, challenge, response, password)).isTrue();
        assertThat(Chap.verifies(identifier ^ 1, challenge, response, password)).isFalse();
        assertThat(Chap.verifies(identifier, challenge, response, Secret.ofText("another")))
                .isFalse();
    }

    private static void msChapV2(Map<String, String> fields, Secret password) {
        var challengeHash = MsChapV2.challengeHash(
                octets(fields, "peer-challenge"), octets(fields, "authenticator-challenge"), fields.get("user"));
        var response = octets(fields, "response");
        assertThat(challengeHash).isEqualTo(octets(fields, "challenge-hash"));
        assertThat(MsChapV2.respond(challengeHash, password)).isEqualTo(response);
        assertThat(MsChapV2.verifies(challengeHash, response, password)).isTrue();
        assertThat(MsChapV2.verifies(challengeHash, response, Secret.ofText("another")))
                .isFalse();
        var hash = MsChapV2.passwordHashHash(password);
        assertThat(hash.reveal()).isEqualTo(octets(fields, "password-hash-hash").toArray());
        assertThat(MsChapV2.authenticatorResponse(hash, response, challengeHash))
                .isEqualTo(fields.get("authenticator-response"));
        var keys = MsChapV2.sessionKeys(hash, response);
        assertThat(keys.send().reveal()).isEqualTo(octets(fields, "send-key").toArray());
        if (fields.containsKey("receive-key")) {
            assertThat(keys.receive().reveal())
                    .isEqualTo(octets(fields, "receive-key").toArray());
        }
    }

    private static Octets octets(Map<String, String> fields, String name) {
        return Hex.octets(fields.get(name));
    }
}
