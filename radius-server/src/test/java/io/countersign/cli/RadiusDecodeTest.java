package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code countersign radius decode}; the packets are those of {@code vectors/authenticity.txt}. */
class RadiusDecodeTest {
    private static final String SIGNED =
            "0101002c0f403f9473978057bd83d5cb98f4227a501229810b1e68c16d3d64a8fc7ac8fd5e8601066e656d6f";

    @TempDir
    Path folder;

    @Test
    void showsEachAttributeWhereItBegins() {
        var shown = shell().run("radius", "decode", SIGNED);

        assertThat(shown.out()).isEqualTo("""
                Access-Request (1), Identifier 1, 44 octets
                    4  authenticator 0x0f403f9473978057bd83d5cb98f4227a
                   20  Message-Authenticator = 0x29810b1e68c16d3d64a8fc7ac8fd5e86
                   38  User-Name = "nemo"
                """);
        assertThat(shown.exitCode()).isZero();
    }

    @Test
    void showsTagsAndJoinsFragments() {
        var packet = "0201002c" + "00".repeat(16) + "510601313230" + "f50601803c61" + "f50601002f3e" + "1b0600000001";

        assertThat(shell().run("radius", "decode", packet).out()).isEqualTo("""
                Access-Accept (2), Identifier 1, 44 octets
                    4  authenticator 0x00000000000000000000000000000000
                   20  Tunnel-Private-Group-Id:1 = "120"
                   26  SAML-Assertion = "<a/>"
                   38  Session-Timeout = 1
                """);
        assertThat(shell().run("radius", "decode", packet, "--output", "json").out())
                .contains("\"name\" : \"Tunnel-Private-Group-Id:1\"");
    }

    @Test
    void checksTheSignatureWithASecret() {
        var shell = shell();
        shell.write("right.secret", "a secret of the gateway\n");
        shell.write("wrong.secret", "another");

        assertThat(shell.run("radius", "decode", SIGNED, "--secret-file", "right.secret")
                        .out())
                .contains("Message-Authenticator: verifies");
        assertThat(shell.run("radius", "decode", SIGNED, "--secret-file", "wrong.secret")
                        .out())
                .contains("Message-Authenticator: does NOT verify with this secret");
    }

    @Test
    void checksAnAnswerByItsRequest() {
        var shell = shell();
        shell.write("some.secret", "a secret of the gateway");
        var answer = "03010014" + "00".repeat(16);

        assertThat(shell.run("radius", "decode", answer, "--secret-file", "some.secret")
                        .out())
                .contains("Signatures: not checked; name the request with --request");
        assertThat(shell.run("radius", "decode", answer, "--secret-file", "some.secret", "--request", SIGNED)
                        .out())
                .contains(
                        "Response Authenticator: does NOT verify with this secret",
                        "Message-Authenticator: there is none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0101 | Breaks at octet 2: shorter than a packet's header of 20 octets",
                "630100140f403f9473978057bd83d5cb98f4227a | Breaks at octet 0: a code that nobody has defined for RADIUS servers",
                "010100ff0f403f9473978057bd83d5cb98f4227a | Breaks at octet 2: the Length field says more octets than there are",
                "0101001c0f403f9473978057bd83d5cb98f4227a01066e656d6f0101"
                        + " | Breaks at octet 26: an attribute's length is less than 2: 01 01",
                "0101001b0f403f9473978057bd83d5cb98f4227a01066e656d6f01"
                        + " | Breaks at octet 26: one octet is left, too few for an attribute: 01",
                "0101001c0f403f9473978057bd83d5cb98f4227a01066e656d6f0109"
                        + " | Breaks at octet 26: an attribute goes past the end of the packet: 01 09"
            })
    void tellsWhereAMalformedPacketBreaks(String packet, String told) {
        var shown = shell().run("radius", "decode", packet);

        assertThat(shown.out().lines().toList()).last().asString().startsWith(told);
        assertThat(shown.exitCode()).isOne();
    }

    @Test
    void showsWhatStandsBeforeTheFault() {
        assertThat(shell().run("radius", "decode", "0101001b0f403f9473978057bd83d5cb98f4227a01066e656d6f01")
                        .out())
                .contains("20  User-Name = \"nemo\"");
    }

    @Test
    void readsHexAndOctetsFromFiles() throws IOException {
        Files.writeString(
                folder.resolve("packet.hex"),
                "0x" + SIGNED.replaceAll("(..)", "$1:").replaceAll(":$", "\n"));
        Files.write(folder.resolve("packet.bin"), HexFormat.of().parseHex(SIGNED + "00"));

        assertThat(shell().run("radius", "decode", "--file", "packet.hex").out())
                .contains("User-Name = \"nemo\"");
        assertThat(shell().run("radius", "decode", "--file", "packet.bin").out())
                .contains("User-Name = \"nemo\"", "Padding: 1 octets behind the packet, which are ignored");
    }

    @Test
    void showsNoPassword() {
        var packet = "0101002600000000000000000000000000000000" + "0212" + "61".repeat(16);
        assertThat(shell().run("radius", "decode", packet).out())
                .contains("User-Password = (hidden)")
                .doesNotContain("6161");
    }

    @Test
    void givesJsonToPrograms() {
        assertThat(shell().run("radius", "decode", SIGNED, "-o", "json").out())
                .contains("\"code\" : \"Access-Request\"", "\"offset\" : 38", "\"name\" : \"User-Name\"");
        assertThat(shell().run("radius", "decode", "0101", "-o", "json").out())
                .contains("\"reason\" : \"SHORTER_THAN_HEADER\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "radius decode | 2 | countersign: write the packet's octets in hex, or name a file with --file",
                "radius decode zz | 2 | countersign: the packet is not hex: two digits an octet, 0 to 9 and a to f",
                "radius decode --file missing | 3 | countersign: DIR/missing cannot be read: DIR/missing",
                "radius decode 00 --request 00 | 2 | countersign: --request is shorter than a packet's header of 20 octets"
            })
    void refusesWhatIsNoPacketAtAll(String line, int exitCode, String told) {
        var refused = shell().run(line.split(" ", -1));

        assertThat(refused.err()).isEqualTo(told + "\n");
        assertThat(refused.exitCode()).isEqualTo(exitCode);
    }

    private Shell shell() {
        return new Shell(folder);
    }
}
