package io.countersign.radius.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DictionaryTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();

    static List<Vectors.Vector> vectors() {
        return Vectors.read("attributes.txt", 32);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void describesAttributes(Vectors.Vector vector) {
        var attribute = new Attribute(
                Integer.parseInt(vector.words().get(1)),
                Hex.octets(
                        String.join("", vector.words().subList(2, vector.words().size()))));

        assertThat(DICTIONARY.describe(attribute)).isEqualTo(vector.expected());
    }

    @ParameterizedTest
    @CsvSource({
        "Class, vpn, 25, 76706e",
        "Class, 0x0102, 25, 0102",
        "filter-id, ätt, 11, c3a47474",
        "Session-Timeout, 43200, 27, 0000a8c0",
        "Session-Timeout, 0x10, 27, 00000010",
        "NAS-Port, 4294967295, 5, ffffffff",
        "Service-Type, framed, 6, 00000002",
        "Framed-IP-Address, 192.0.2.1, 8, c0000201",
        "Tunnel-Type, VLAN, 64, 0000000d",
        "Tunnel-Medium-Type, IEEE-802, 65, 00000006",
        "Tunnel-Private-Group-Id, 120, 81, 313230",
        "Framed-IPv6-Address, 2001:db8::1, 168, 20010db8000000000000000000000001",
        "Framed-IPv6-Prefix, 2001:db8:1::/48, 97, 003020010db80001",
        "Framed-IPv6-Prefix, 2001:db8:1:ffff::/49, 97, 003120010db8000180",
        "Framed-Interface-Id, 1:2:3:abcd, 96, 000100020003abcd",
        "Event-Timestamp, 1970-01-01T00:01:00Z, 55, 0000003c",
        "MS-RDG-Device-Redirection, 0x2000001F, 26, 000001373f062000001f",
        "Cisco-AVPair, shell:priv-lvl=1, 26, 000000090112 73 68656c6c3a707269762d6c766c3d31",
        "PKM-SAID, 513, 141, 0201",
        "PMIP6-Home-IPv4-HoA, 192.0.2.0/24, 155, 0018c0000200",
        "PMIP6-Home-IPv4-HoA, 192.0.2.255/25, 155, 0019c0000280",
        "Response-Length, 9000, 241, 03 00002328",
        "SAML-Assertion, <a/>, 245, 01 00 3c612f3e",
        "IP-Port-Type, 2, 241, 05 01 06 00000002"
    })
    void encodesTexts(String name, String text, int type, String value) {
        assertThat(DICTIONARY.encode(name, text)).isEqualTo(new Attribute(type, Hex.octets(value)));
    }

    @ParameterizedTest
    @CsvSource({
        "Session-Timeout, soon, a number from 0 to 4294967295",
        "Session-Timeout, -1, a number from 0",
        "Session-Timeout, 4294967296, a number from 0",
        "Service-Type, Frame, Framed",
        "Tunnel-Type, 16777216, 16777215",
        "Framed-IP-Address, example.org, 192.0.2.1",
        "Framed-IP-Address, 192.0.2, 192.0.2.1",
        "Framed-IP-Address, ::1, 192.0.2.1",
        "Framed-IPv6-Address, 192.0.2.1, 2001:db8::1",
        "Framed-IPv6-Prefix, 2001:db8::/129, /48",
        "Framed-IPv6-Prefix, 2001:db8::, /48",
        "Framed-Interface-Id, 1:2:3, four groups",
        "Event-Timestamp, yesterday, 2026",
        "Class, 0xabc, pairs of hex",
        "Clas, vpn, Class",
        "User-Password, secret, leave it out"
    })
    void refusesWhatIsNoValueAndTellsTheFix(String name, String text, String fix) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> DICTIONARY.encode(name, text))
                .satisfies(invalid -> assertThat(invalid.fix()).contains(fix));
    }

    @Test
    void readsWhatAnAdministratorAdds(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("more"), "ATTRIBUTE Acme-Role 7 string\nVALUE Acme-Level high 3\n");
        Files.writeString(folder.resolve("mine"), """
                # what our gates send
                VENDOR Acme 64000 format=2,2
                BEGIN-VENDOR Acme
                ATTRIBUTE Acme-Level 0x10 byte
                $INCLUDE more
                END-VENDOR Acme
                ATTRIBUTE Ours 250 ether
                """);

        var dictionary = Dictionary.with(List.of(folder.resolve("mine")));

        var level = dictionary.encode("acme-level", "high");
        assertThat(level).isEqualTo(new Attribute(26, Hex.octets("0000fa00 0010 0005 03")));
        assertThat(dictionary.describe(level)).containsExactly("Acme-Level = high");
        assertThat(dictionary.describe(dictionary.encode("Acme-Role", "x"))).containsExactly("Acme-Role = \"x\"");
        assertThat(dictionary.encode("Ours", "00:1b:44:11:3a:b7").value()).isEqualTo(Hex.octets("001b44113ab7"));
        assertThat(dictionary.find("User-Name")).isPresent();
        assertThat(dictionary.hasVendor("acme")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ATRIBUTE X 1 string               | unknown keyword ATRIBUTE
            ATTRIBUTE X one string            | one is no attribute's number
            ATTRIBUTE X 1 strings             | unknown format strings
            ATTRIBUTE X                       | something is missing
            ATTRIBUTE User-Name 200 string    | a second User-Name, which is 1 already
            VALUE Nothing x 1                 | unknown attribute Nothing
            VALUE Service-Type x many         | a number is expected
            BEGIN-VENDOR Nobody               | unknown vendor Nobody
            VENDOR Acme 64000 format=3,1      | a layout has 1, 2 or 4 octets
            VENDOR Acme 0                     | from 1 to 16777215
            END-VENDOR Acme                   | an end without a beginning
            $INCLUDE nowhere                  | the file nowhere cannot be read
            $INCLUDE mine                     | in a circle
            """)
    void tellsFileAndLineOfWhatItCannotRead(String line, String what, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine"), "# a comment\n\n" + line + "\n");

        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> Dictionary.with(List.of(folder.resolve("mine"))))
                .withMessageContaining("mine:3")
                .withMessageContaining(what);
    }

    @Test
    void knowsTheVendorsThatAdministratorsMeet() {
        for (String name : List.of(
                "Cisco",
                "Cisco-ASA",
                "Fortinet",
                "Palo-Alto",
                "Juniper",
                "Aruba",
                "Mikrotik",
                "Ubiquiti",
                "WISPr",
                "H3C",
                "SonicWall",
                "F5",
                "Citrix",
                "Microsoft",
                "USR",
                "Lucent",
                "Starent",
                "WiMAX")) {
            assertThat(DICTIONARY.hasVendor(name)).as(name).isTrue();
        }
        assertThat(DICTIONARY.find("ASA-Group-Policy")).isPresent();
        assertThat(DICTIONARY.find("WISPr-Bandwidth-Max-Down")).isPresent();
    }

    @Test
    void joinsTheFragmentsOfALongAttribute() {
        var packet = packet(
                new Attribute(245, Hex.octets("01 80 3c61")),
                new Attribute(245, Hex.octets("01 80 2f")),
                new Attribute(245, Hex.octets("01 00 3e")));

        assertThat(DICTIONARY.texts(packet, "SAML-Assertion")).containsExactly("<a/>");
    }

    @Test
    void takesNothingFromFragmentsThatNeverEnd() {
        var packet = packet(
                new Attribute(245, Hex.octets("01 80 3c61")),
                new Attribute(245, Hex.octets("02 00 3e")),
                new Attribute(245, Hex.octets("01 80 2f")));

        assertThat(DICTIONARY.texts(packet, "SAML-Assertion")).isEmpty();
        assertThat(DICTIONARY.texts(packet, "SAML-Protocol")).containsExactly(">");
    }

    private static Packet packet(Attribute... attributes) {
        return new Packet(Code.ACCESS_REQUEST, 1, Octets.wrap(new byte[16]), List.of(attributes));
    }

    @Test
    void refusesATextThatDoesNotFit() {
        assertThat(DICTIONARY.encode("Filter-Id", "x".repeat(253)).length()).isEqualTo(255);
        assertThat(DICTIONARY.encode("Cisco-AVPair", "x".repeat(247)).length()).isEqualTo(255);
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> DICTIONARY.encode("Filter-Id", "x".repeat(254)));
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> DICTIONARY.encode("Cisco-AVPair", "x".repeat(248)));
    }

    @Test
    void givesTheNumberAndTheNameOfAnEnumeratedValue() {
        assertThat(DICTIONARY.texts(packet(61, "00000005"), "nas-port-type")).containsExactly("5", "Virtual");
        assertThat(DICTIONARY.texts(packet(26, "000001372f0600000001"), "MS-Network-Access-Server-Type"))
                .containsExactly("1", "Terminal-Server-Gateway");
    }

    @Test
    void givesNoTextsOfWhatIsAbsentUnknownMalformedOrEncrypted() {
        assertThat(DICTIONARY.texts(packet(1, "61"), "NAS-Port-Type")).isEmpty();
        assertThat(DICTIONARY.texts(packet(1, "61"), "No-Such-Attribute")).isEmpty();
        assertThat(DICTIONARY.texts(packet(61, "0005"), "NAS-Port-Type")).isEmpty();
        assertThat(DICTIONARY.texts(packet(2, "0dbe708d93d413ce3196e43f782a0aee"), "User-Password"))
                .isEmpty();
        assertThat(DICTIONARY.texts(packet(26, "00000138320341"), "MS-Machine-Name"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Password",
                "message-authenticator",
                "State",
                "Proxy-State",
                "EAP-Message",
                "MS-MPPE-Send-Key",
                "MS-MPPE-Recv-Key",
                "MS-CHAP-MPPE-Keys",
                "Tunnel-Password",
                "Vendor-Specific"
            })
    void refusesReservedAndEncryptedAttributesInReplies(String name) {
        assertThat(DICTIONARY.refusalAsReply(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Class", "Reply-Message", "Cisco-AVPair", "Session-Timeout", "MS-RDG-Device-Redirection"})
    void allowsOrdinaryAttributesInReplies(String name) {
        assertThat(DICTIONARY.refusalAsReply(name)).isEmpty();
    }

    @Test
    void suggestsNearNames() {
        assertThat(DICTIONARY.near("Sesion-Timeout")).first().isEqualTo("Session-Timeout");
        assertThat(DICTIONARY.near("Cisco-AV-Pair")).first().isEqualTo("Cisco-AVPair");
        assertThat(DICTIONARY.near("zzzzzzzzz")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cisco", "Microsoft", "fortinet", "palo-alto", "juniper", "aruba", "mikrotik"})
    void knowsVendors(String name) {
        assertThat(DICTIONARY.hasVendor(name)).isTrue();
        assertThat(DICTIONARY.hasVendor(name + "x")).isFalse();
    }

    private static Packet packet(int type, String value) {
        return new Packet(
                Code.ACCESS_REQUEST, 1, Octets.wrap(new byte[16]), List.of(new Attribute(type, Hex.octets(value))));
    }
}
