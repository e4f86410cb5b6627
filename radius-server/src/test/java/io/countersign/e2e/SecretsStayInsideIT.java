package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            Set.of("rdgw-01.secret", "vpn-01.secret", "countersign.yaml", "policies.yaml", "phone.txt");

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Map<String, byte[]> markers = new TreeMap<>();

    @Test
    void leavesNoSecretInLogAuditDatabaseOrAnswers() throws Exception {
        try (var site = Site.make(folder)) {
            site.write(
                    "countersign.yaml",
                    Site.resource("countersign.yaml").replace("issuer: Contoso", "issuer: Contoso\n    digits: 8"));
            site.userWithSeed(USER, SEED);
            site.userWithPhone("alice", "approve");
            site.serve("trace");
            logins(site);
            Files.writeString(folder.resolve("answers.txt"), answers(site));
            assertThat(Traces.of(markers, outputs())).isEmpty();
            site.kill(); // what was only in the write-ahead log stays there
            assertThat(Traces.of(markers, outputs())).isEmpty();
            assertThat(Traces.of(Map.of("user", octets(USER)), outputs()))
                    .as("a search that finds what is there")
                    .anyMatch(line -> line.endsWith("audit.jsonl"))
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
