package io.countersign.radius.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.policy.Facts;
import io.countersign.radius.crypto.Authenticator;
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
        "Service-Type, Framed-User, 6, 00000002",
        "Service-Type, Login-User, 6, 00000001",
        "Service-Type, Administrative-User, 6, 00000006",
        "Service-Type, NAS-Prompt-User, 6, 00000007",
        "Acct-Terminate-Cause, Port-Disabled, 49, 00000016",
        "NAS-Port-Type, xPON, 61, 00000023",
        "MS-TSG-Device-Redirection, 1, 26, 000001373f0600000001",
        "Framed-IP-Address, 192.0.2.1, 8, c0000201",
        "Tunnel-Type, VLAN, 64, 0000000d",
        "Tunnel-Medium-Type, IEEE-802, 65, 00000006",
        "Tunnel-Private-Group-Id, 120, 81, 313230",
        "tunnel-private-group-id:1, 120, 81, 01313230",
        "Tunnel-Private-Group-Id:31, 120, 81, 1f313230",
        "Tunnel-Type:2, VLAN, 64, 0200000d",
        "Framed-IPv6-Address, 2001:db8::1, 168, 20010db8000000000000000000000001",
        "Framed-IPv6-Prefix, 2001:db8:1::/48, 97, 003020010db80001",
        "NAS-IPv6-Address, ::ffff:192.0.2.1, 95, 00000000000000000000ffffc0000201",
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
        "Tunnel-Type:0, VLAN, write Tunnel-Type:1",
        "Tunnel-Type:32, VLAN, write Tunnel-Type:1",
        "Tunnel-Type:1, 16777216, 16777215",
        "Class:1, vpn, write Class",
        "Clas:1, vpn, Class",
        "Tunnel-Password:1, secret, leave it out",
        "User-Password, secret, leave it out",
        "Attr-2, 0x00, leave it out",
        "Attr-26.311.16, 0x00, leave it out",
        "Attr-200, hello, in hex after 0x",
        "Attr-200, 0x0, pairs of hex",
        "Attr-256, 0x00, Attr-200",
        "Attr-26.64000, 0x00, Attr-26.64000.1",
        "Attr-26.64000.256, 0x00, Attr-26.64000.1",
        "Attr-25.3, 0x00, Attr-200"
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
            VALUE Service-Type x many         | a number is expected for Service-Type, not many
            BEGIN-VENDOR Nobody               | unknown vendor Nobody
            VENDOR Acme 64000 format=3,1      | a layout has 1, 2 or 4 octets
            VENDOR Acme 0                     | from 1 to 16777215
            VENDOR Cisco 64010                | a second vendor Cisco, which is 9 already
            VENDOR USR 429 format=2,1 x       | unknown flag x
            VENDOR Acme 64000 format=1,1,d    | unknown flag format=1,1,d
            END-VENDOR Acme                   | an end without a beginning
            BEGIN-VENDOR Cisco                | add END-VENDOR Cisco
            BEGIN-VENDOR Cisco format=x       | unknown flag format=x
            BEGIN-VENDOR Cisco parent=Class   | holds no vendors' attributes
            BEGIN-VENDOR Cisco parent=Clas    | unknown attribute Clas
            $INCLUDE nowhere                  | nowhere cannot be read (it is missing)
            $INCLUDE mine                     | in a circle
            ATTRIBUTE X 99999999999999999999 string | is no attribute's number
            ATTRIBUTE X 200 bool              | unknown format bool; write one of string, octets, byte
            ATTRIBUTE X 200 string encrpyt=2  | unknown flag encrpyt=2
            ATTRIBUTE X 200 string encrypt=10 | unknown flag encrypt=10
            ATTRIBUTE X 200 string has_tag encrpyt=2 | unknown flag encrpyt=2
            ATTRIBUTE X 200 string has_tag,encrypt=1 | has_tag goes with encrypt=2 alone
            ATTRIBUTE X 200 tlv clone=Class   | unknown flag clone=Class
            ATTRIBUTE X 200 ipaddr has_tag    | has_tag goes with string and integer
            """)
    void tellsFileAndLineOfWhatItCannotRead(String line, String what, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine"), "# a comment\n\n" + line + "\n");

        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> Dictionary.with(List.of(folder.resolve("mine"))))
                .withMessageContaining("mine:3")
                .withMessageContaining(what);
    }

    /** The lines of a file with a stroke between them, the line that is told, and what. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VENDOR Acme 64000 / BEGIN-VENDOR Acme / ATTRIBUTE Acme-X 1 byte / END-VENDOR Cisco | 4 | began at
            VENDOR Acme 64000 / BEGIN-VENDOR Acme / ATTRIBUTE Acme-X 1 byte / END-TLV Acme | 4 | ends with END-VENDOR Acme
            VENDOR Acme 64000 / BEGIN-VENDOR Acme / ATTRIBUTE Acme-X 1 byte / BEGIN-VENDOR Cisco | 4 | write END-VENDOR Acme first
            VENDOR Acme 64000 / BEGIN-VENDOR Acme / ATTRIBUTE Acme-X 1 tlv / BEGIN-TLV Acme-X / END-VENDOR Acme | 5 | ends with END-TLV Acme-X
            """)
    void tellsTheLineThatDoesNotFitTheOthers(String lines, int number, String what, @TempDir Path folder)
            throws IOException {
        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> dictionary(folder, lines.replace(" / ", "\n")))
                .withMessageContaining("mine:" + number + ":")
                .withMessageContaining(what);
    }

    /** A file, of several lines with a stroke between them, and what the one line that tells of it says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ATTRIBUTE User-Name 200 string        | 1 line of names that stand for another number (mine:1 User-Name is 1, not 200)
            VALUE Nothing x 1                     | 1 line with values of attributes that no file describes, or that hold no numbers (mine:1 Nothing)
            VALUE User-Name x 1                   | that hold no numbers (mine:1 User-Name)
            VALUE Service-Type Framed 3           | 1 line with names of values that stand for another value (mine:1 Service-Type Framed is 2, not 3)
            VENDOR Cisco 9 format=2,1             | 1 line with another format= for a vendor that has attributes already (mine:1 vendor 9)
            VENDOR Acme 64000 / BEGIN-VENDOR Acme / ATTRIBUTE X 1 integer / BEGIN-TLV / ATTRIBUTE Y 1 byte / END-TLV / END-VENDOR Acme | 1 line internal to a server (mine:5 Y)
            BEGIN-TLV Class / ATTRIBUTE X 1 byte / END-TLV Class | 1 line internal to a server (mine:2 X)
            FLAGS internal / ATTRIBUTE X 200 byte | 1 line internal to a server (mine:2 X)
            PROTOCOL RADIUS 1                     | 1 line with a word of another program (mine:1 PROTOCOL)
            ATTRIBUTE Tunnel-Type 64 string       | 1 line of attributes that are described otherwise, as they are known already (mine:1 Tunnel-Type is integer has_tag, not string)
            ATTRIBUTE X 0 string                  | 1 line of numbers that no packet can hold (mine:1 X: 0 is not within 1 to 255)
            ATTRIBUTE X 99999999999 string        | 99999999999 is not within 1 to 255
            ATTRIBUTE X 26.9 string               | 26.9 names a vendor and no attribute of it
            ATTRIBUTE X 26.0.1 string             | 0 in 26.0.1 is not within 1 to 16777215
            ATTRIBUTE X 26.16777216.1 string      | 16777216 in 26.16777216.1 is not within 1 to 16777215
            ATTRIBUTE X 26.9.256 string           | 256 in 26.9.256 is not within 0 to 255
            ATTRIBUTE X 26.8164.65536 string      | 65536 in 26.8164.65536 is not within 0 to 65535
            ATTRIBUTE X 26.429.4294967296 string  | is not within 0 to 4294967295
            ATTRIBUTE X 26.9.1.2 string           | within 26.9.1, which is no tlv
            ATTRIBUTE X 25.3 string               | within 25, which is no tlv
            ATTRIBUTE X 241.256 string            | 256 in 241.256 is not within 1 to 255
            ATTRIBUTE X 241.26.9 string           | 241.26.9 names a vendor and no attribute of it
            ATTRIBUTE X 241.26.9.256 string       | 256 in 241.26.9.256 is not within 1 to 255
            ATTRIBUTE X 241.5.300 string          | 300 in 241.5.300 is not within 1 to 255
            ATTRIBUTE X 300 string Cisco          | 300 in 26.9.300 is not within 0 to 255
            VALUE PKM-SAID x 65536                | PKM-SAID = 65536: from 0 to 65535
            VALUE Tunnel-Type x 16777216          | from 0 to 16777215
            VALUE Service-Type x -1               | from 0 to 4294967295
            """)
    void passesOverWhatSaysNothingOfAPacketAndTellsOfItInOneLine(String lines, String what, @TempDir Path folder)
            throws IOException {
        assertThat(dictionary(folder, lines.replace(" / ", "\n")).passedOver())
                .hasValueSatisfying(told -> assertThat(told).contains(what).doesNotContain("\n"));
    }

    @Test
    void passesOverNothingOfItsOwn() {
        assertThat(DICTIONARY.passedOver()).isEmpty();
    }

    @Test
    void countsWhatItPassesOver(@TempDir Path folder) throws IOException {
        assertThat(dictionary(folder, "ATTRIBUTE A 300 byte\nATTRIBUTE B 301 byte\nATTRIBUTE C 302 byte\n")
                        .passedOver())
                .contains("3 lines internal to a server (mine:1 A; mine:2 B; …)");
    }

    @Test
    void tellsAllFaultsAtOnce(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("more"), "ATTRIBUTE X 200 strings\n");

        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(
                        () -> dictionary(folder, "ATRIBUTE X 1 string\n$INCLUDE more\n$INCLUDE nowhere\nVENDOR x\n"))
                .satisfies(invalid -> assertThat(
                                String.valueOf(invalid.getMessage()).lines())
                        .satisfiesExactly(
                                first -> assertThat(first).contains("mine:1: unknown keyword"),
                                second -> assertThat(second).contains("more:1: unknown format"),
                                third -> assertThat(third).contains("mine:3: the file", "is missing"),
                                fourth -> assertThat(fourth).contains("mine:4: something is missing")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ALIAS X Y", "BEGIN Acme", "DEFINE X string", "MEMBER X string", "STRUCT X Y 1", "ENUM X byte"})
    void tellsTheDialectOfFreeRadius4ByName(String line, @TempDir Path folder) {
        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> dictionary(folder, line + "\n" + line + "\nnonsense\n"))
                .withMessageContaining("mine:1")
                .withMessageContaining("FreeRADIUS 4")
                .withMessageContaining("FreeRADIUS 3")
                .satisfies(invalid ->
                        assertThat(String.valueOf(invalid.getMessage()).lines()).hasSize(1));
    }

    /** What other programs' files say without the flags that the RFCs ask for. */
    @Test
    void neverTakesATagAnEncryptionOrAFormatAway(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                ATTRIBUTE User-Password 2 string
                ATTRIBUTE Password 2 string
                ATTRIBUTE Tunnel-Type 64 string
                ATTRIBUTE Tunnel-Medium-Type 65 octets
                ATTRIBUTE Tunnel-Password 69 string
                ATTRIBUTE Secret-Of-Tunnel 69 octets
                VENDOR Microsoft 311 Microsoft
                ATTRIBUTE MS-MPPE-Send-Key 16 string Microsoft
                ATTRIBUTE Quiet 25 octets secret
                ATTRIBUTE Ours 200 string encrypt=1
                ATTRIBUTE Ours 200 octets
                """);

        for (var type :
                List.of("User-Password", "Tunnel-Type", "Tunnel-Medium-Type", "Tunnel-Password", "MS-MPPE-Send-Key")) {
            assertThat(dictionary.find(type))
                    .usingRecursiveComparison()
                    .ignoringFields("value.secret")
                    .isEqualTo(DICTIONARY.find(type));
        }
        assertThat(dictionary.describe(new Attribute(2, Hex.octets("0102"))))
                .containsExactly("User-Password = (hidden)");
        assertThat(dictionary.encode("Tunnel-Type", "VLAN").value()).isEqualTo(Hex.octets("0000000d"));
        assertThat(dictionary.encryption(0, 2)).isEqualTo(Encryption.USER_PASSWORD);
        assertThat(dictionary.encryption(311, 16)).isEqualTo(DICTIONARY.encryption(311, 16));
        for (var name : List.of("Tunnel-Password", "Secret-Of-Tunnel", "Password", "Ours")) {
            assertThat(dictionary.refusalAsReply(name)).isPresent();
        }
        assertThat(dictionary.describe(new Attribute(25, Hex.octets("0102")))).containsExactly("Quiet = (hidden)");
    }

    @Test
    void keepsTheFlagsOfANumberWhoseNameIsAnothers(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, "ATTRIBUTE Class 200 string secret\n");

        assertThat(dictionary.find("Class").orElseThrow().oid()).isEqualTo("25");
        assertThat(dictionary.describe(new Attribute(200, Hex.octets("61")))).containsExactly("Attr-200 = (hidden)");
    }

    @Test
    void readsValuesBeforeTheirAttribute(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                VENDOR Acme 64101
                BEGIN-VENDOR Acme
                VALUE Acme-Later high 3
                ATTRIBUTE Acme-Later 2 integer
                END-VENDOR Acme
                """);

        assertThat(dictionary.describe(dictionary.encode("Acme-Later", "high"))).containsExactly("Acme-Later = high");
        assertThat(dictionary.passedOver()).isEmpty();
    }

    @Test
    void readsTheWordsOfOtherProgramsFiles(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                VENDOR 64000 Acme
                VENDORATTR 64000 Acme-Role 7 string
                VENDORATTR 64000 Acme-Level 8 integer
                VALUE Acme-Level very much so 3
                VENDOR Bcme 64001 Bcme
                ATTRIBUTE Bcme-Pair 1 avpair Bcme
                ATTRIBUTE Bcme-Blob 2 bytes Bcme
                """);

        assertThat(dictionary.find("Acme-Role").orElseThrow().oid()).isEqualTo("26.64000.7");
        assertThat(dictionary.describe(dictionary.encode("Acme-Level", "3")))
                .containsExactly("Acme-Level = very-much-so");
        assertThat(dictionary.describe(dictionary.encode("Bcme-Pair", "a=b"))).containsExactly("Bcme-Pair = \"a=b\"");
        assertThat(dictionary.find("Bcme-Blob").orElseThrow().format()).isEqualTo(Format.OCTETS);
    }

    @Test
    void knowsVendorsAttributesOfNumber0(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                VENDOR Colubris 8744
                BEGIN-VENDOR Colubris
                ATTRIBUTE Colubris-AVPair 0 string
                END-VENDOR Colubris
                """);
        var pair = new Attribute(26, Hex.octets("00002228 000f 6163636573732d6c6973743d78"));

        assertThat(dictionary.describe(pair)).containsExactly("Colubris-AVPair = \"access-list=x\"");
        assertThat(dictionary.encode("Colubris-AVPair", "access-list=x")).isEqualTo(pair);
        assertThat(DICTIONARY.encode("Attr-26.8744.0", "0x6162"))
                .isEqualTo(new Attribute(26, Hex.octets("00002228 0004 6162")));
    }

    @Test
    void joinsVendorsAttributesThatGoOnInTheNext(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                VENDOR Acme 64000 format=1,1,c
                BEGIN-VENDOR Acme
                ATTRIBUTE Acme-Long 1 string
                ATTRIBUTE Acme-All 2 tlv
                BEGIN-TLV Acme-All
                ATTRIBUTE Acme-Inner 3 string
                END-TLV Acme-All
                END-VENDOR Acme
                """);
        var longText = "x".repeat(300);

        var attributes = dictionary.encodeAll("Acme-Long", longText);
        assertThat(attributes).hasSize(2);
        assertThat(attributes.getFirst().length()).isEqualTo(255);
        assertThat(attributes.getFirst().value().slice(0, 7)).isEqualTo(Hex.octets("0000fa00 01 f9 80"));
        assertThat(attributes.getLast().value().slice(0, 7)).isEqualTo(Hex.octets("0000fa00 01 39 00"));
        assertThat(dictionary.describe(attributes))
                .extracting(Dictionary.Line::text)
                .containsExactly("Acme-Long = \"" + longText + '"');
        assertThat(dictionary.texts(packet(attributes.toArray(Attribute[]::new)), "Acme-Long"))
                .containsExactly(longText);
        assertThat(dictionary.describe(attributes.subList(0, 1)))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).startsWith("Vendor-Specific = 0x"));
        assertThat(dictionary.describe(
                        List.of(attributes.getFirst(), new Attribute(26, Hex.octets("0000fa00 02 04 00 61")))))
                .extracting(Dictionary.Line::text)
                .allSatisfy(text -> assertThat(text).doesNotContain("Acme-Long"));
        var inner = dictionary.encodeAll("Acme-Inner", "y".repeat(250));
        assertThat(dictionary.texts(packet(inner.toArray(Attribute[]::new)), "Acme-Inner"))
                .containsExactly("y".repeat(250));
    }

    /** RFC 4849 §2: one text over all of them, a NUL between two rules. */
    @Test
    void joinsAndSplitsFilterRules() {
        var rules = DICTIONARY.describe(
                List.of(new Attribute(92, Hex.octets("68656c6c6f 00 62")), new Attribute(92, Hex.octets("6f62"))));
        assertThat(rules)
                .extracting(Dictionary.Line::text)
                .containsExactly("NAS-Filter-Rule = \"hello\"", "NAS-Filter-Rule = \"bob\"");

        var longText = "permit in ip from any to 192.0.2.1 " + "x".repeat(300);
        var sent = DICTIONARY.encodeAll(
                "NAS-Filter-Rule",
                String.join(DICTIONARY.separator("NAS-Filter-Rule").orElseThrow(), longText, "deny"));
        assertThat(sent).hasSize(2);
        assertThat(DICTIONARY.texts(packet(sent.toArray(Attribute[]::new)), "NAS-Filter-Rule"))
                .containsExactly(longText, "deny");
        assertThat(DICTIONARY.separator("Filter-Id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Tunnel-Medium-Type, 802, IEEE-802, 0x322", "NAS-Port-Type, 802, Wireless-802.11, 0x322"})
    void takesNoPartOfANameForANumber(String name, String digits, String meant, String number) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> DICTIONARY.encode(name, digits))
                .satisfies(invalid -> assertThat(invalid.fix()).contains(meant, number));
        assertThat(DICTIONARY.encode(name, number).value()).isEqualTo(Hex.octets("00000322"));
    }

    @ParameterizedTest
    @CsvSource({
        "64, 20000001, Tunnel-Type",
        "155, 01207f000000, PMIP6-Home-IPv4-HoA",
        "97, 0140200100000000000000, Framed-IPv6-Prefix",
        "97, 00402001, Framed-IPv6-Prefix",
        "95, 20010db80000000000000000000001, NAS-IPv6-Address",
        "32, 42fc726f, NAS-Identifier"
    })
    void tellsWhatCannotBeRead(int type, String octets, String name) {
        assertThat(DICTIONARY.values(packet(type, octets), name).readable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"241, 03", "243, 03", "245, 0100", "246, 01"})
    void extendedAttributesHaveAValue(int type, String octets) {
        assertThat(DICTIONARY.describe(new Attribute(type, Hex.octets(octets))))
                .singleElement()
                .asString()
                .startsWith("Extended-Attribute-")
                .endsWith(" = 0x" + octets)
                .doesNotContain("Attr-");
    }

    @Test
    void aVendorDoesNotGoOnInTheNextFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("open"), "VENDOR Acme 64000\nBEGIN-VENDOR Acme\n");
        Files.writeString(folder.resolve("closes"), "END-VENDOR Acme\n");

        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> dictionary(folder, "$INCLUDE open\nATTRIBUTE X 200 byte\nEND-VENDOR Acme\n"))
                .withMessageContaining("open:2: nothing ends this");
        assertThatExceptionOfType(InvalidDictionary.class)
                .isThrownBy(() -> dictionary(folder, "VENDOR Acme 64000\nBEGIN-VENDOR Acme\n$INCLUDE closes\n"))
                .withMessageContaining("closes:1: an end without a beginning in this file");
    }

    @Test
    void readsKeywordsInAnyCaseAndAfterAByteOrderMark(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(
                folder, "\uFEFFvendor Acme 64000\nBegin-Vendor ACME\nattribute Acme-X 1 byte\nend-vendor acme");

        assertThat(dictionary.find("Acme-X").orElseThrow().oid()).isEqualTo("26.64000.1");
    }

    @Test
    void looksForAnIncludedFileBesideTheOneThatNamesIt(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("more"));
        Files.writeString(folder.resolve("more/one"), "$INCLUDE two\n$INCLUDE- nowhere\n");
        Files.writeString(folder.resolve("more/two"), "ATTRIBUTE Ours 250 ether\n");

        assertThat(dictionary(folder, "$INCLUDE more/one\n").find("Ours")).isPresent();
    }

    @Test
    void passesOverWhatNoPacketCanHold(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                ATTRIBUTE My-Local-String 3000 string
                ATTRIBUTE My-Local-Things 3001 tlv
                BEGIN-TLV My-Local-Things
                ATTRIBUTE My-Local-Thing 1 integer
                END-TLV My-Local-Things
                VALUE My-Local-Thing high 3
                ATTRIBUTE Client-Shortname 1024 string virtual
                ATTRIBUTE Little 5 string internal
                ATTRIBUTE User-Name 3002 string
                """);

        for (String name : List.of("My-Local-String", "my-local-thing", "Client-Shortname", "Little")) {
            assertThat(dictionary.find(name)).isEmpty();
            assertThatExceptionOfType(InvalidValue.class)
                    .isThrownBy(() -> dictionary.encode(name, "x"))
                    .withMessage(name + " is internal to a server and cannot be in a packet");
        }
        assertThat(dictionary.describe(new Attribute(5, Hex.octets("00000001"))))
                .containsExactly("NAS-Port = 1");
    }

    @Test
    void aFileThatEncryptsOursTakesNeitherTagNorFormatAndLetsNoConditionPass(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                ATTRIBUTE Calling-Station-Id 31 string encrypt=1
                ATTRIBUTE Tunnel-Private-Group-Id 81 octets encrypt=2
                ATTRIBUTE Theirs 200 string encrypt=1
                """);

        assertThat(dictionary.find("Tunnel-Private-Group-Id"))
                .usingRecursiveComparison()
                .ignoringFields("value.secret", "value.encryption")
                .isEqualTo(DICTIONARY.find("Tunnel-Private-Group-Id"));
        var packet = new Packet(
                Code.ACCESS_REQUEST,
                1,
                Authenticator.random(),
                List.of(new Attribute(31, Hex.octets("61")), new Attribute(200, Hex.octets("61"))));
        assertThat(dictionary.values(packet, "Calling-Station-Id")).isEqualTo(new Facts.Values(List.of(), false));
        assertThat(dictionary.values(packet, "Tunnel-Private-Group-Id")).isEqualTo(Facts.Values.NONE);
        assertThat(dictionary.describe(new Attribute(31, Hex.octets("61"))))
                .containsExactly("Calling-Station-Id = (hidden)");
        assertThat(dictionary.values(packet, "Theirs")).isEqualTo(new Facts.Values(List.of(), false));
    }

    @Test
    void readsAllWordsBehindTheFormat(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                ATTRIBUTE One 200 string has_tag encrypt=2
                ATTRIBUTE Two 201 string encrypt=1
                ATTRIBUTE Three 202 string encrypt=3
                ATTRIBUTE Four 203 octets secret
                ATTRIBUTE Five 204 octets concat,array
                ATTRIBUTE Six 205 string secret Cisco
                ATTRIBUTE Seven 206 tlv secret
                """);

        assertThat(List.of("One", "Two", "Three", "Four", "Five", "Six"))
                .extracting(name -> dictionary.find(name).orElseThrow().encryption())
                .containsExactly(
                        Encryption.TAGGED_SALTED,
                        Encryption.USER_PASSWORD,
                        Encryption.UNKNOWN,
                        Encryption.NONE,
                        Encryption.NONE,
                        Encryption.NONE);
        assertThat(dictionary.describe(dictionary.encode("Four", "0x01"))).containsExactly("Four = (hidden)");
        assertThat(dictionary.describe(dictionary.encode("Five", "0x01"))).containsExactly("Five = 0x01");
        assertThat(dictionary.describe(dictionary.encode("Six", "x"))).containsExactly("Six = (hidden)");
        assertThat(dictionary.describe(new Attribute(206, Hex.octets("010361"))))
                .containsExactly("Seven = (hidden)");
    }

    @Test
    void putsVendorsIntoExtendedAttributes(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                VENDOR Acme 64000 format=2,2
                BEGIN-VENDOR Acme format=Extended-Vendor-Specific-1
                ATTRIBUTE Acme-One 1 string
                ATTRIBUTE Acme-All 2 tlv
                BEGIN-TLV Acme-All
                ATTRIBUTE Acme-Inner 3 byte
                END-TLV Acme-All
                END-VENDOR Acme
                BEGIN-VENDOR Acme format=extended-vendor-specific-6
                ATTRIBUTE Acme-Six 1 string
                END-VENDOR Acme
                BEGIN-VENDOR Acme parent=Extended-Vendor-Specific-5
                ATTRIBUTE Acme-Five 1 string
                END-VENDOR Acme
                """);

        assertThat(dictionary.find("Acme-Six").orElseThrow().oid()).isEqualTo("246.26.64000.1");
        assertThat(dictionary.find("Acme-Five").orElseThrow().oid()).isEqualTo("245.26.64000.1");
        var one = dictionary.encode("Acme-One", "x");
        assertThat(one).isEqualTo(new Attribute(241, Hex.octets("1a 0000fa00 01 78")));
        assertThat(dictionary.describe(one)).containsExactly("Acme-One = \"x\"");
        var inner = dictionary.encode("Acme-Inner", "7");
        assertThat(inner).isEqualTo(new Attribute(241, Hex.octets("1a 0000fa00 02 03 03 07")));
        assertThat(dictionary.describe(inner)).containsExactly("Acme-Inner = 7");
        var six = dictionary.encode("Acme-Six", "x");
        assertThat(six).isEqualTo(new Attribute(246, Hex.octets("1a 00 0000fa00 01 78")));
    }

    @Test
    void understandsAllNamesOfANumberAndShowsTheFirst(@TempDir Path folder) throws IOException {
        var dictionary = dictionary(folder, """
                ATTRIBUTE Ours 200 integer
                VALUE Ours one 1
                VALUE Ours first 1
                ATTRIBUTE Also-Ours 200 integer
                VALUE Also-Ours two 2
                VALUE Also-Ours one 1
                VALUE Ours kept 2
                VALUE Ours kept 3
                ATTRIBUTE Small 200 byte
                VALUE Also-Ours many 300
                ATTRIBUTE My-State 24 octets secret
                ATTRIBUTE My-Key 26.14988.7 string encrypt=2
                ATTRIBUTE CHAP-Password 3 octets
                ATTRIBUTE Temperature 202 signed
                VALUE Temperature cold -1
                ATTRIBUTE Long 203 integer64
                VALUE Long endless 18446744073709551615
                """);

        assertThat(dictionary.describe(dictionary.encode("Also-Ours", "FIRST"))).containsExactly("Ours = one");
        assertThat(dictionary.describe(dictionary.encode("Ours", "two"))).containsExactly("Ours = two");
        assertThat(dictionary.texts(packet(200, "00000002"), "Ours")).containsExactly("2", "kept", "two");
        assertThat(dictionary.describe(dictionary.encode("Ours", "kept"))).containsExactly("Ours = two");
        assertThat(dictionary.texts(packet(200, "00000001"), "also-ours")).containsExactly("1", "first", "one");
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> dictionary.encode("Small", "many"));
        assertThat(dictionary.refusalAsReply("My-State")).isPresent();
        assertThat(dictionary.refusalAsReply("State")).isPresent();
        assertThat(dictionary.refusalAsRule("My-State")).isPresent();
        assertThat(dictionary.refusalAsReply("Mikrotik-Wireless-Enc-Key")).isPresent();
        assertThat(dictionary.describe(new Attribute(3, Hex.octets("0102"))))
                .containsExactly("CHAP-Password = (hidden)");
        assertThat(dictionary.describe(dictionary.encode("Temperature", "cold")))
                .containsExactly("Temperature = cold");
        assertThat(dictionary.describe(dictionary.encode("Temperature", "-2"))).containsExactly("Temperature = -2");
        assertThat(dictionary.describe(dictionary.encode("Long", "endless"))).containsExactly("Long = endless");
    }

    private static Dictionary dictionary(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("mine"), text);
        return Dictionary.with(List.of(folder.resolve("mine")));
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
    void describesFragmentsAsOneWithTheAttributeWhereTheyBegin() {
        var attributes = List.of(
                new Attribute(1, Hex.octets("61")),
                new Attribute(245, Hex.octets("01 80 3c61")),
                new Attribute(245, Hex.octets("01 00 2f3e")),
                new Attribute(245, Hex.octets("02 80 3e")),
                new Attribute(27, Hex.octets("00000001")));

        assertThat(DICTIONARY.describe(attributes))
                .containsExactly(
                        new Dictionary.Line(0, "User-Name = \"a\""),
                        new Dictionary.Line(1, "SAML-Assertion = \"<a/>\""),
                        new Dictionary.Line(3, "Extended-Attribute-5 = 0x02803e"),
                        new Dictionary.Line(4, "Session-Timeout = 1"));
    }

    @ParameterizedTest
    @CsvSource({
        "SAML-Assertion, 251, 1",
        "SAML-Assertion, 252, 2",
        "SAML-Assertion, 502, 2",
        "SAML-Assertion, 503, 3",
        "SAML-Assertion, 3765, 15"
    })
    void breaksLongValuesIntoFragments(String name, int length, int fragments) {
        var text = "x".repeat(length);
        var attributes = DICTIONARY.encodeAll(name, text);

        assertThat(attributes).hasSize(fragments);
        assertThat(attributes.subList(0, fragments - 1)).allSatisfy(full -> {
            assertThat(full.length()).isEqualTo(255);
            assertThat(full.value().at(1)).isEqualTo(0x80);
        });
        assertThat(attributes.getLast().value().at(1)).isZero();
        assertThat(DICTIONARY.texts(packet(attributes.toArray(Attribute[]::new)), name))
                .containsExactly(text);
    }

    @Test
    void refusesWhatIsTooLongForItsFragments(@TempDir Path folder) throws IOException {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> DICTIONARY.encodeAll("SAML-Assertion", "x".repeat(3766)))
                .satisfies(invalid -> assertThat(invalid.fix()).contains("3765"));
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> DICTIONARY.encode("SAML-Assertion", "x".repeat(252)))
                .withMessageContaining("2 attributes");
        var dictionary = dictionary(folder, """
                VENDOR Acme 64000
                BEGIN-VENDOR Acme format=Extended-Vendor-Specific-5
                ATTRIBUTE Acme-Long 1 string
                END-VENDOR Acme
                """);
        var attributes = dictionary.encodeAll("Acme-Long", "x".repeat(247));
        assertThat(attributes).hasSize(2);
        assertThat(attributes.getLast()).isEqualTo(new Attribute(245, Hex.octets("1a 00 78")));
        assertThat(dictionary.texts(packet(attributes.toArray(Attribute[]::new)), "Acme-Long"))
                .containsExactly("x".repeat(247));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Attr-200 = 0x0102",
                "Attr-26.64000.1 = 0x01",
                "Attr-26.429.3071 = 0x61",
                "Attr-241.200 = 0x0102",
                "Attr-241.26.9.1 = 0x61",
                "Attr-245.26.9.1 = 0x61",
                "Attr-241.5.12 = 0x00000050"
            })
    void readsAgainWhatItShowsOfTheUnknown(String line) {
        String[] parts = line.split(" = ", -1);

        assertThat(DICTIONARY.describe(DICTIONARY.encode(parts[0], parts[1]))).containsExactly(line);
        assertThat(DICTIONARY.texts(packet(DICTIONARY.encode(parts[0], parts[1])), parts[0]))
                .containsExactly(parts[1]);
    }

    @Test
    void takesKnownAttributesByTheirNumbersToo() {
        assertThat(DICTIONARY.describe(DICTIONARY.encode("attr-027", "0x0000a8c0")))
                .containsExactly("Session-Timeout = 43200");
        assertThat(List.of("Attr-24", "Attr-80", "Attr-26", "Attr-26.311.16", "Attr-69"))
                .allSatisfy(name -> assertThat(DICTIONARY.refusalAsReply(name)).isPresent());
        assertThat(DICTIONARY.refusalAsReply("Attr-25")).isEmpty();
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
        assertThat(DICTIONARY.texts(packet(6, "00000006"), "Service-Type"))
                .containsExactly("6", "Shell-User", "Administrative-User", "Administrative");
    }

    @Test
    void tellsTheValuesOfOneTagOrOfAll() {
        var packet = packet(
                new Attribute(64, Hex.octets("01000003")),
                new Attribute(64, Hex.octets("0200000d")),
                new Attribute(64, Hex.octets("00000001")));

        assertThat(DICTIONARY.texts(packet, "Tunnel-Type:2")).containsExactly("13", "VLAN");
        assertThat(DICTIONARY.texts(packet, "Tunnel-Type")).containsExactly("3", "L2TP", "13", "VLAN", "1", "PPTP");
        assertThat(DICTIONARY.refusalAsReply("Tunnel-Type:2")).isEmpty();
        assertThat(DICTIONARY.refusalAsReply("Tunnel-Password:2")).isPresent();
        assertThat(DICTIONARY.refusalAsRule("Tunnel-Type:2")).isPresent();
        assertThat(DICTIONARY.refusalAsRule("Tunnel-Type")).isEmpty();
    }

    @Test
    void givesNoTextsOfWhatIsAbsentUnknownMalformedOrEncrypted() {
        assertThat(DICTIONARY.texts(packet(1, "61"), "NAS-Port-Type")).isEmpty();
        assertThat(DICTIONARY.texts(packet(1, "61"), "No-Such-Attribute")).isEmpty();
        assertThat(DICTIONARY.texts(packet(61, "0005"), "NAS-Port-Type")).isEmpty();
        assertThat(DICTIONARY.texts(packet(2, "0dbe708d93d413ce3196e43f782a0aee"), "User-Password"))
                .isEmpty();
        assertThat(DICTIONARY.texts(packet(2, "0dbe708d93d413ce3196e43f782a0aee"), "Attr-2"))
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
        assertThat(DICTIONARY.near("Frammed-IP")).first().isEqualTo("Framed-IP-Address");
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
