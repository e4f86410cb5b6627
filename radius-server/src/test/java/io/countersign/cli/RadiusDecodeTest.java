package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        var right = shell.run("radius", "decode", SIGNED, "--secret-file", "right.secret");
        assertThat(right.out()).contains("Message-Authenticator: verifies");
        assertThat(right.exitCode()).isZero();
        var wrong = shell.run("radius", "decode", SIGNED, "--secret-file", "wrong.secret");
        assertThat(wrong.out()).contains("Message-Authenticator: does NOT verify with this secret");
        assertThat(wrong.exitCode()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40, 43})
    void checksTheAuthenticatorOfARequestThatCarriesADigest(int code) {
        var octets = HexFormat.of().parseHex("0007002c" + "00".repeat(16) + "5012" + "00".repeat(16) + "01066e656d6f");
        octets[0] = (byte) code;
        var secret = Secret.ofText("some");
        MessageAuthenticator.sign(octets, 22, secret);
        Authenticator.request(octets, secret);
        var shell = shell();
        shell.write("right.secret", "some");
        shell.write("wrong.secret", "other");

        var right = shell.run("radius", "decode", HexFormat.of().formatHex(octets), "--secret-file", "right.secret");
        assertThat(right.out()).contains("Request Authenticator: verifies\nMessage-Authenticator: verifies\n");
        assertThat(right.exitCode()).isZero();
        var wrong = shell.run("radius", "decode", HexFormat.of().formatHex(octets), "--secret-file", "wrong.secret");
        assertThat(wrong.out())
                .contains(
                        "Request Authenticator: does NOT verify with this secret",
                        "Message-Authenticator: does NOT verify with this secret");
        assertThat(wrong.exitCode()).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "7, Password-Request",
        "13, Status-Client",
        "40, Disconnect-Request",
        "43, CoA-Request",
        "44, CoA-ACK",
        "52, Protocol-Error"
    })
    void namesCodesThatAreNotServed(int code, String name) {
        var shown = shell().run("radius", "decode", HexFormat.of().toHexDigits((byte) code) + SIGNED.substring(2));

        assertThat(shown.out())
                .startsWith(name + " (" + code + "), Identifier 1, 44 octets\n")
                .contains("User-Name = \"nemo\"")
                .endsWith("Served: no; Countersign discards each " + name + "\n");
        assertThat(shown.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "6301001a, Unassigned (99), 'Breaks at octet 0: a code that is assigned'",
        "01010000, Access-Request (1), 'Breaks at octet 2: the Length field says less than 20 octets'",
        "01015000, Access-Request (1), 'Breaks at octet 2: the Length field says more than 4096 octets'",
        "01010030, Access-Request (1), 'Breaks at octet 2: the Length field says more octets than there are'"
    })
    void showsWhatCanBeReadUnderAWrongHeader(String header, String named, String told) {
        var shown = shell().run("radius", "decode", header + "0f403f9473978057bd83d5cb98f4227a01066e656d6f");

        assertThat(shown.out()).startsWith(named).contains("   20  User-Name = \"nemo\"\n", told);
        assertThat(shown.exitCode()).isOne();
    }

    @Test
    void showsEachFaultOfAPacketThatWasCut() {
        assertThat(shell().run("radius", "decode", "010100300f403f9473978057bd83d5cb98f4227a01066e656d6f0409c0")
                        .out())
                .contains(
                        "User-Name = \"nemo\"",
                        "Breaks at octet 2: the Length field says more octets than there are\n",
                        "Breaks at octet 26: an attribute goes past the end of the packet: 04 09 c0\n");
    }

    @Test
    void marksValuesOfAnImpossibleLength() {
        var packet = "01010026" + "00".repeat(16) + "0405010203" + "0506000000ff" + "02074142434445";

        var shown = shell().run("radius", "decode", packet).out();
        assertThat(shown)
                .contains(
                        "NAS-IP-Address = 0x010203  (impossible: 3 octets, which is no ipaddr)\n",
                        "NAS-Port = 255\n",
                        "User-Password = (hidden)  (impossible: 5 octets, not 16 to 128 in blocks of 16)\n");
        assertThat(shell().run("radius", "decode", packet, "-o", "json").out())
                .contains("\"fault\" : \"3 octets, which is no ipaddr\"");
    }

    /** RFC 2865 §5, RFC 6929 §2.1, RFC 2868 §3.1, RFC 3162 §2.3. */
    @Test
    void marksWhatTheRfcsForbidOfAValue() {
        var packet = "01010035" + "00".repeat(16) + "0102" + "f10305" + "f5040100" + "400620000001"
                + "610a0140200100000000" + "9b0800187f0000ad";

        var shown = shell().run("radius", "decode", packet);
        assertThat(shown.out())
                .contains(
                        "User-Name = \"\"  (impossible: no octets; an attribute without a value is not sent (RFC 2865 §5))\n",
                        "Extended-Attribute-1 = 0x05  (impossible: 1 octets, not 2 or more)\n",
                        "Extended-Attribute-5 = 0x0100  (impossible: 2 octets, not 3 or more)\n",
                        "Tunnel-Type = 0x20000001  (impossible: 4 octets, which is no integer)\n",
                        "Framed-IPv6-Prefix = 0x0140200100000000  (impossible: 8 octets, which is no ipv6prefix)\n",
                        "PMIP6-Home-IPv4-HoA = 127.0.0.0/24\n");
        assertThat(shown.exitCode()).isZero();
    }

    /** The server discards it. */
    @Test
    void countsAMessageAuthenticatorOfAWrongLengthAsWrong() {
        assertThat(shell().run("radius", "decode", "01010019" + "00".repeat(16) + "5005000000")
                        .exitCode())
                .isOne();
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
                "630100140f403f9473978057bd83d5cb98f4227a | Breaks at octet 0: a code that is assigned to no kind of packet",
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
    void knowsTheAttributesOfTheSettingsAndOfFiles() {
        var packet = "0101001d" + "00".repeat(16) + "1a090000fa00010361";
        var shell = shell();
        shell.write("acme.dictionary", """
                VENDOR Acme 64000
                BEGIN-VENDOR Acme
                ATTRIBUTE Acme-Role 1 string
                END-VENDOR Acme
                """);
        assertThat(shell.run("radius", "decode", packet).out()).contains("Attr-26.64000.1 = 0x61");
        assertThat(shell.run("radius", "decode", packet, "--dictionary", "acme.dictionary")
                        .out())
                .contains("Acme-Role = \"a\"");

        shell.write("other.yaml", "listen:\n  authentication: [127.0.0.1:0]\ndictionary: acme.dictionary\n");
        assertThat(shell.run("radius", "decode", packet, "--config", "other.yaml")
                        .out())
                .contains("Acme-Role = \"a\"");
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\ndictionary: acme.dictionary\n");
        assertThat(shell.run("radius", "decode", packet).out()).contains("Acme-Role = \"a\"");
    }

    @Test
    void needsOnlySettingsThatAreNamed() {
        var shell = shell();
        shell.write("countersign.yaml", "listen: nonsense\n");

        var shown = shell.run("radius", "decode", SIGNED);
        assertThat(shown.err())
                .startsWith("countersign: warning: goes on without the dictionary of the settings: DIR/");
        assertThat(shown.exitCode()).isZero();
        assertThat(shell.run("radius", "decode", SIGNED, "--config", "countersign.yaml")
                        .exitCode())
                .isEqualTo(2);
        assertThat(shell.run("radius", "decode", SIGNED, "--dictionary", "nowhere")
                        .err())
                .endsWith("countersign: there is no file DIR/nowhere\n");
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
                "radius decode --file missing | 3 | countersign: there is no file DIR/missing",
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
