package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AccountingPacket;
import io.countersign.radius.event.LoginPackets;
import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The files that are expected stand beside this class: {@code odbc.log} and {@code dts.log}. */
class NpsFormatTest {
    private static final int COLUMNS = 66;
    private static final int USER_NAME = 6;
    private static final int CALLING_STATION = 9;
    private static final int CLASS = 27;

    private final NpsRows rows =
            new NpsRows("NPS01", Instant.parse("2026-11-02T06:12:44Z"), ZoneId.of("Europe/Berlin"));

    private static List<LoginPackets> logins() {
        return List.of(
                NpsLogins.login("alice")
                        .known("EXAMPLE\\alice")
                        .policy("Admins, switches")
                        .asks("NAS-IP-Address", "198.51.100.7")
                        .asks("NAS-Port", "4294967295")
                        .asks("NAS-Port-Type", "Virtual")
                        .asks("Service-Type", "NAS-Prompt-User")
                        .asks("Event-Timestamp", "2026-11-03T09:45:48Z")
                        .gets("Service-Type", "Administrative-User")
                        .gets("Session-Timeout", "3600")
                        .accepted(),
                NpsLogins.login("bob").rejected(ReasonCode.CREDENTIALS_MISMATCH),
                NpsLogins.login("EXAMPLE\\mia")
                        .through("ap-1", "cisco", "198.51.100.20")
                        .known("EXAMPLE\\mia")
                        .policy("Wireless staff")
                        .asks("Called-Station-Id", "02-00-00-00-00-01:EXAMPLE-WIFI")
                        .asks("Calling-Station-Id", "02-00-00-00-0A-0B")
                        .asks("Calling-Station-Id", "192.0.2.55")
                        .asks("NAS-Identifier", "ap-1")
                        .asks("Framed-MTU", "1300")
                        .asks("MS-RAS-Version", "MSRASV5.20")
                        .asks("MS-RAS-Vendor", "311")
                        .asks(new Attribute(26, octets("00000137" + "0a" + "0a" + "014558414d504c45")))
                        .gets("Session-Timeout", "30")
                        .challenged(),
                NpsLogins.login("j\u00fcrgen & <sons>")
                        .known("EXAMPLE\\j\u00fcrgen")
                        .policy("VLAN 20")
                        .asks(new Attribute(44, octets("00a1b2c3")))
                        .gets("Tunnel-Type:1", "VLAN")
                        .gets("Tunnel-Medium-Type:1", "IEEE-802")
                        .gets("Tunnel-Private-Group-Id:1", "20")
                        .gets("Framed-IP-Address", "192.0.2.130")
                        .accepted(),
                NpsLogins.login("EXAMPLE\\lee")
                        .through("rdg01", "microsoft", "2001:db8::30")
                        .by("unauthenticated")
                        .known("EXAMPLE\\lee")
                        .policy("RD users")
                        .asks("Called-Station-Id", "UserAuthType:PW")
                        .asks("NAS-Port-Type", "Virtual")
                        .asks("MS-Machine-Name", "LEEPC")
                        .asks("MS-Network-Access-Server-Type", "Terminal-Server-Gateway")
                        .rejected(ReasonCode.SECOND_FACTOR_DENIED),
                NpsLogins.login("pat@partner.example.org")
                        .forwardedTo("Partner servers")
                        .unanswered(ReasonCode.REMOTE_SERVER_UNANSWERED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ODBC", "DTS"})
    void writesTheRowsOfNps(NpsFormat format) throws Exception {
        var name = format == NpsFormat.ODBC ? "odbc.log" : "dts.log";
        try (var expected = Objects.requireNonNull(NpsFormatTest.class.getResourceAsStream(name))) {
            assertThat(written(format, logins()))
                    .isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n"));
        }
    }

    @Test
    void tiesARequestToItsReplyAloneByItsClass() {
        var lines = written(NpsFormat.ODBC, logins())
                .lines()
                .map(NpsFormatTest::columns)
                .toList();

        assertThat(lines).allSatisfy(columns -> assertThat(columns).hasSize(COLUMNS));
        assertThat(lines.stream().map(columns -> columns.get(CLASS - 1)))
                .startsWith(
                        "\"311 1 192.0.2.10 11/02/2026 06:12:44 1\"",
                        "\"311 1 192.0.2.10 11/02/2026 06:12:44 1\"",
                        "\"311 1 192.0.2.10 11/02/2026 06:12:44 2\"");
    }

    /** However a reader takes a quote within a string, it finds as many columns, and nothing that a user has made up in the others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "o\"neil",
                "x\",2,\"y",
                "x\"\",2,\"\"y",
                "\"",
                "\",",
                "a,b",
                "a|b",
                "a\r\n\"NPS01\",\"IAS\",01/01/2026,00:00:00,2",
                "\u2028\u0085\u001b[2J\u0000",
                "\u202egnp",
                "=cmd|' /C calc'!A0",
                "<Event>&amp;]]></Event>",
                "\ud83d\ude00\ufffe"
            })
    void keepsAnyTextInItsPlace(String text) throws Exception {
        var login = NpsLogins.login(text)
                .through(text.replaceAll("\\p{Cntrl}", "_"), "standard", "198.51.100.7")
                .asks(new Attribute(31, Octets.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .rejected(ReasonCode.CREDENTIALS_MISMATCH);
        var lines = written(NpsFormat.ODBC, List.of(login));

        assertThat(lines).matches("[^\\p{Cntrl}\\u2028\\u2029]*\r\n[^\\p{Cntrl}\\u2028\\u2029]*\r\n");
        for (var line : lines.lines().toList()) {
            assertThat(columns(line)).hasSize(COLUMNS).isEqualTo(doubledQuotes(line));
        }
        var columns = columns(lines.lines().findFirst().orElseThrow());
        assertThat(columns.get(4)).isEqualTo("1");
        assertThat(unquoted(columns.get(USER_NAME - 1))).isEqualTo(text);
        assertThat(unquoted(columns.get(CALLING_STATION - 1))).isEqualTo(text);
        var event = events(written(NpsFormat.DTS, List.of(login))).getFirst();
        assertThat(value(event, "User-Name")).isEqualTo(text);
        assertThat(value(event, "Calling-Station-Id")).isEqualTo(text);
        assertThat(value(event, "Packet-Type")).isEqualTo("1");
    }

    @Test
    void showsOctetsThatAreNoTextInHex() throws Exception {
        var login = NpsLogins.login("alice")
                .asks(new Attribute(31, octets("ff00")))
                .asks(new Attribute(5, octets("0001"))) // a NAS-Port of two octets is none
                .accepted();

        var columns = columns(
                written(NpsFormat.ODBC, List.of(login)).lines().findFirst().orElseThrow());
        assertThat(columns.get(CALLING_STATION - 1)).isEqualTo("\"0xFF00\"");
        assertThat(columns.get(13)).isEmpty();
        assertThat(events(written(NpsFormat.DTS, List.of(login))).getFirst().getTextContent())
                .contains("FF00");
    }

    /** As in a row that an access server of NPS's own kind wrote when a user hung up. */
    @Test
    void writesAnAccountingRequestAsOneRowWithoutAccountMethodAndProvider() {
        var columns = columns(written(NpsFormat.ODBC, List.of(stop())).strip());

        assertThat(columns).hasSize(COLUMNS);
        assertThat(columns.subList(4, 9)).containsExactly("4", "\"eve\"", "", "\"203.0.113.9\"", "\"198.51.100.77\"");
        assertThat(columns.subList(10, 18))
                .containsExactly(
                        "\"192.0.2.130\"",
                        "\"VPN01\"",
                        "\"192.0.2.9\"",
                        "3",
                        "311",
                        "\"192.0.2.9\"",
                        "\"vpn-01\"",
                        "1793699148");
        assertThat(columns.subList(23, 27)).containsExactly("", "", "0", "\"311 1 192.0.2.10 11/02/2026 06:12:44 1\"");
        assertThat(columns.subList(31, 43))
                .containsExactly("2", "5", "61000", "1030000", "\"168\"", "1", "932", "500", "940", "1", "\"84\"", "2");
        assertThat(columns.subList(44, 49)).containsExactly("1", "1", "\"198.51.100.77\"", "", "\"call 7\"");
        assertThat(columns.subList(60, 64)).containsExactly("", "", "", "");
    }

    @Test
    void writesAnAccountingRequestAsAnElementWithTheNamesOfNps() {
        assertThat(written(NpsFormat.DTS, List.of(stop())))
                .contains(
                        "<User-Name data_type=\"1\">eve</User-Name>",
                        "<Acct-Status-Type data_type=\"0\">2</Acct-Status-Type>",
                        "<Acct-Session-Id data_type=\"1\">168</Acct-Session-Id>",
                        "<Acct-Output-Octets data_type=\"0\">1030000</Acct-Output-Octets>",
                        "<Acct-Tunnel-Connection data_type=\"1\">call 7</Acct-Tunnel-Connection>")
                .endsWith(
                        "<Packet-Type data_type=\"0\">4</Packet-Type><Reason-Code data_type=\"0\">0</Reason-Code></Event>\r\n")
                .doesNotContain("Provider-Type", "SAM-Account-Name", "Fully-Qualifed", "Authentication-Type", "secret");
    }

    private static AccountingPacket stop() {
        var attributes = Stream.of(
                        "Acct-Status-Type=Stop",
                        "User-Name=eve",
                        "Called-Station-Id=203.0.113.9",
                        "Calling-Station-Id=198.51.100.77",
                        "Framed-IP-Address=192.0.2.130",
                        "NAS-Identifier=VPN01",
                        "NAS-IP-Address=192.0.2.9",
                        "NAS-Port=3",
                        "Event-Timestamp=2026-11-03T09:45:48Z",
                        "Acct-Delay-Time=5",
                        "Acct-Input-Octets=61000",
                        "Acct-Output-Octets=1030000",
                        "Acct-Session-Id=168",
                        "Acct-Authentic=RADIUS",
                        "Acct-Session-Time=932",
                        "Acct-Input-Packets=500",
                        "Acct-Output-Packets=940",
                        "Acct-Terminate-Cause=User-Request",
                        "Acct-Multi-Session-Id=84",
                        "Acct-Link-Count=2",
                        "Tunnel-Type:1=PPTP",
                        "Tunnel-Medium-Type:1=IPv4",
                        "Tunnel-Client-Endpoint:1=198.51.100.77",
                        "Acct-Tunnel-Connection=call 7",
                        "Class=secret of the policy",
                        "Reply-Message=secret of the user")
                .map(line -> line.split("=", 2))
                .flatMap(line -> Dictionary.standard().encodeAll(line[0], line[1]).stream())
                .toList();
        return new AccountingPacket(
                NpsLogins.AT,
                InetAddress.ofLiteral("192.0.2.10"),
                "vpn-01",
                InetAddress.ofLiteral("192.0.2.9"),
                "microsoft",
                "eve",
                attributes);
    }

    private String written(NpsFormat format, List<? extends ToldPackets> logins) {
        return format.lines(
                logins.stream().flatMap(login -> rows.of(login).stream()).toList());
    }

    /** As a reader does that ends a string at a quote before a comma or the line's end alone. */
    private static List<String> columns(String line) {
        var columns = new ArrayList<String>();
        int at = 0;
        while (at <= line.length()) {
            int end;
            if (line.startsWith("\"", at)) {
                int close = line.indexOf("\",", at + 1);
                end = close < 0 ? line.length() : close + 1;
            } else {
                int comma = line.indexOf(',', at);
                end = comma < 0 ? line.length() : comma;
            }
            columns.add(line.substring(at, end));
            at = end + 1;
        }
        return columns;
    }

    /** As a reader does that takes two quotes for one. */
    private static List<String> doubledQuotes(String line) {
        var columns = new ArrayList<String>();
        var column = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            }
            if (character == ',' && !quoted) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                column.append(character);
            }
        }
        columns.add(column.toString());
        return columns;
    }

    private static String unquoted(String column) {
        var text = column.substring(1, column.length() - 1);
        return text.startsWith("0x")
                ? new String(HexFormat.of().parseHex(text.substring(2)), StandardCharsets.UTF_8)
                : text;
    }

    private static List<Element> events(String lines) throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<Events>" + lines + "</Events>")));
        var events = document.getDocumentElement().getElementsByTagName("Event");
        return IntStream.range(0, events.getLength())
                .mapToObj(i -> (Element) events.item(i))
                .toList();
    }

    private static String value(Element event, String name) {
        var found = event.getElementsByTagName(name);
        assertThat(found.getLength()).as(name).isEqualTo(1);
        var element = (Element) found.item(0);
        return element.getAttribute("data_type").equals("2")
                ? new String(HexFormat.of().parseHex(element.getTextContent()), StandardCharsets.UTF_8)
                : element.getTextContent();
    }

    private static Octets octets(String hex) {
        return Octets.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void hasEveryColumnOnce() {
        assertThat(NpsField.COLUMNS).hasSize(COLUMNS);
        assertThat(Arrays.stream(NpsField.values()).map(NpsField::element)).doesNotHaveDuplicates();
        assertThat(Stream.of(5, USER_NAME, 14, 20, 26, CLASS, 36, 45, 57, 61, 66)
                        .map(column -> NpsField.COLUMNS.get(column - 1)))
                .containsExactly(
                        NpsField.PACKET_TYPE,
                        NpsField.USER_NAME,
                        NpsField.NAS_PORT,
                        NpsField.NAS_PORT_TYPE,
                        NpsField.REASON_CODE,
                        NpsField.CLASS,
                        NpsField.ACCT_SESSION_ID,
                        NpsField.TUNNEL_TYPE,
                        NpsField.MS_CHAP_ERROR,
                        NpsField.PROXY_POLICY_NAME,
                        NpsField.MS_RAS_CLIENT_VERSION);
    }
}
