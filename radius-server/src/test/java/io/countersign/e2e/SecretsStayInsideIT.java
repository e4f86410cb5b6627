package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No secret in any output, at the most talkative log level, while logins succeed and fail. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class SecretsStayInsideIT {
    private static final String SEED = "MFZGG5DBNZTWK3TUMFZGG5DBNZTWK3TU";
    private static final String USER = "marker-user-vera";
    private static final String WRONG_PASSWORD = "marker-wrong-password-5e2b";

    /** What the administrator wrote; everything else in the folder is output. */
    private static final Set<String> INPUTS =
            Set.of("rdgw-01.secret", "vpn-01.secret", "countersign.yaml", "policies.yaml", "phone.txt", "store.key");

    // RFC 2759 §9.2, RFC 3079 §3.5.3
    private static final String CHAP_PASSWORD = "clientPass";
    private static final String MS_CHAP_CHALLENGE = "5b5d7c7d7b3f2f3e3c2c602132262628";
    private static final String MS_CHAP_PEER_CHALLENGE = "21402324255e262a28295f2b3a337c7e";
    private static final String NT_RESPONSE = "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df";
    private static final String SEND_KEY = "8b7cdc149b993a1ba118cb153f56dccb";
    private static final String CHAP_RESPONSE = "6d61726b65722d636861702d31376239";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Map<String, byte[]> markers = new TreeMap<>();

    @Test
    void leavesNoSecretInLogAuditDatabaseOrAnswers() throws Exception {
        int metrics = FreePort.tcp();
        try (var site = Site.make(folder);
                var syslog = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            site.write("countersign.yaml", settings(metrics, syslog.getLocalPort()));
            Thread.ofPlatform().name("syslog").daemon().start(() -> keep(syslog));
            site.input(CHAP_PASSWORD);
            site.done("user", "add", "User", "--group", Site.VPN_USERS, "--store", "reversible");
            site.userWithSeed(USER, SEED);
            site.userWithPhone("alice", "approve");
            site.serve("trace");
            logins(site);
            challengeResponses(site);
            Files.writeString(folder.resolve("answers.txt"), answers(site));
            Files.writeString(folder.resolve("metrics.txt"), metrics(metrics));
            Site.await(() -> userIn("syslog.txt") && userIn("data/nps-odbc") && userIn("data/nps-dts"), "every copy");
            assertThat(Traces.of(markers, outputs())).isEmpty();
            site.kill(); // what was only in the write-ahead log stays there
            assertThat(Traces.of(markers, outputs())).isEmpty();
            assertThat(Traces.of(Map.of("user", octets(USER)), outputs()))
                    .as("a search that finds what is there")
                    .anyMatch(line -> line.endsWith("audit.jsonl"))
                    .anyMatch(line -> line.endsWith("syslog.txt"))
                    .anyMatch(line -> line.contains("nps-odbc"))
                    .anyMatch(line -> line.contains("nps-dts"))
                    .anyMatch(line -> line.endsWith("server.log"))
                    .anyMatch(line -> line.contains("countersign.db"));
        }
    }

    @Test
    void findsAMarkerInEveryEncoding() throws IOException {
        var marker = octets(Site.PASSWORD);
        for (var encoding : Traces.encodings(marker).toList()) {
            var file = Files.write(
                    elsewhere.resolve("planted"), ("x" + encoding.text() + "y").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(Traces.of(Map.of("marker", marker), List.of(file))).isNotEmpty();
        }
    }

    private void logins(Site site) throws Exception {
        var app = new AuthenticatorApp(SEED, 8);
        marker("gateway's secret", Site.GATEWAY_SECRET);
        marker("VPN's secret", Site.VPN_SECRET);
        marker("password", Site.PASSWORD);
        marker("wrong password", WRONG_PASSWORD);
        marker("seed as text", SEED);
        markers.put("seed", app.key());
        try (var vpn = site.vpn();
                var gateway = site.gateway()) {
            assertThat(vpn.ask(vpn.passwordRequest(USER, WRONG_PASSWORD)).code())
                    .isEqualTo(Code.ACCESS_REJECT);
            assertThat(code(vpn, "wrong code", app.wrongCode(7))).isEqualTo(Code.ACCESS_REJECT);
            assertThat(code(vpn, "password as code", Site.PASSWORD)).isEqualTo(Code.ACCESS_REJECT);
            assertThat(code(vpn, "code", app.code())).isEqualTo(Code.ACCESS_ACCEPT);
            assertThat(gateway.ask(gateway.gatewayRequest("alice")).code()).isEqualTo(Code.ACCESS_ACCEPT);
            var open = UdpClient.state(vpn.ask(vpn.passwordRequest(USER, Site.PASSWORD)));
            markers.put("open State", open.value().toArray());
        }
    }

    private Code code(UdpClient vpn, String name, String code) throws IOException {
        var state = UdpClient.state(vpn.ask(vpn.passwordRequest(USER, Site.PASSWORD)));
        markers.put("State before " + name, state.value().toArray());
        marker(name, code);
        return vpn.ask(vpn.passwordRequest(USER, code, state)).code();
    }

    private void challengeResponses(Site site) throws Exception {
        marker("CHAP and MS-CHAP password", CHAP_PASSWORD);
        marker("store key", Files.readString(folder.resolve("store.key")).strip());
        for (var hex : List.of(MS_CHAP_CHALLENGE, MS_CHAP_PEER_CHALLENGE, NT_RESPONSE, SEND_KEY, CHAP_RESPONSE)) {
            markers.put(hex, HexFormat.of().parseHex(hex));
        }
        try (var chap = site.client("127.0.0.6", Site.VPN_SECRET)) {
            var user = UdpClient.attribute("User-Name", "User");
            var accept = chap.ask(chap.request(
                    Optional.empty(),
                    user,
                    octets("MS-CHAP-Challenge", MS_CHAP_CHALLENGE),
                    octets("MS-CHAP2-Response", "1600" + MS_CHAP_PEER_CHALLENGE + "0".repeat(16) + NT_RESPONSE)));
            assertThat(accept.code()).isEqualTo(Code.ACCESS_ACCEPT);
            assertThat(chap.ask(chap.request(Optional.empty(), user, octets("CHAP-Password", "17" + CHAP_RESPONSE)))
                            .code())
                    .isEqualTo(Code.ACCESS_REJECT);
        }
    }

    private static Attribute octets(String name, String hex) {
        return UdpClient.attribute(name, "0x" + hex);
    }

    private static String settings(int metrics, int syslog) throws IOException {
        return "metrics: 127.0.0.1:" + metrics + "\n"
                + Site.resource("countersign.yaml")
                        .replace("issuer: Contoso", "issuer: Contoso\n    digits: 8")
                        .replace(
                                "  file: audit.jsonl",
                                "  file: audit.jsonl\n  trace: all\n  nps-odbc: nps-odbc\n  nps-dts: nps-dts\n"
                                        + "  syslog: {server: \"127.0.0.1:" + syslog + "\", transport: tcp}");
    }

    /** A syslog server that keeps the whole stream. */
    private void keep(ServerSocket syslog) {
        try (var connection = syslog.accept();
                var file = Files.newOutputStream(folder.resolve("syslog.txt"))) {
            connection.getInputStream().transferTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean userIn(String place) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(place))) {
            return !Traces.of(
                            Map.of("user", octets(USER)),
                            files.filter(Files::isRegularFile).toList())
                    .isEmpty();
        }
    }

    private static String metrics(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** What the control socket and the commands say. */
    private static String answers(Site site) {
        return Stream.of(
                        site.run("status"),
                        site.run("status", "--output", "json"),
                        site.run("reload"),
                        site.run("check"),
                        site.run("policy", "export"),
                        site.run("policy", "history"),
                        site.run("client", "list"),
                        site.run("user", "show", USER),
                        site.run("mfa", "list", USER))
                .map(result -> result.out() + result.err())
                .reduce("", String::concat);
    }

    private List<Path> outputs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !INPUTS.contains(file.getFileName().toString()))
                    .toList();
        }
    }

    private void marker(String name, String text) {
        markers.put(name, octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
