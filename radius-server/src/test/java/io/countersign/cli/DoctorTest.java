package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.forwarding.HomeServer;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.testing.FreePort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} and {@code check} find where logins would fail. A server that runs is in ServeTest. */
class DoctorTest {
    private static final String POLICIES = """
            clients:
              - {name: vpn-01, address: 192.0.2.20, secret: '${file:vpn-01.secret}'}
            connection-request-policies:
              - {name: All, when: {client-friendly-name: .}, authentication: here, with: [local]}
            network-policies:
              - name: VPN users
                when: {user-groups: ['local\\VPN Users']}
                constraints: {authentication-methods: [pap]}
                access: grant
                mfa: none
            """;

    @TempDir
    Path folder;

    @Test
    void findsThatNoServerRunsAndThatNoRequestCouldArrive() {
        var shell = node("127.0.0.1:0", POLICIES);

        var doctor = shell.run("doctor", "--user", "alice", "-o", "json");

        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out())
                .contains("no server runs with these settings, so nobody is answered; start it with: countersign serve")
                .contains("no request of vpn-01 (192.0.2.20) can arrive: the server listens on 127.0.0.1:0 alone")
                .contains("the policies let alice in through vpn-01");
    }

    @Test
    void findsAUserWhoIsRefusedThroughEveryClient() {
        var shell = node("127.0.0.1:0", POLICIES.replace("[pap]", "[ms-chap-v2]"));

        assertThat(shell.run("doctor", "--user", "alice", "-o", "json").out())
                .contains("alice is refused through vpn-01: 66 ");
        shell.run("user", "set", "alice", "--dial-in", "deny");
        assertThat(shell.run("doctor", "--user", "alice", "-o", "json").out())
                .contains("alice is refused through vpn-01: ");
    }

    @Test
    void tellsProblemsOfTheSettingsAndOfPluginsBlocksAtOnce() {
        var shell = Shell.initialised(folder);
        shell.write(
                "countersign.yaml",
                "listen:\n  authentication: [127.0.0.1:0]\nmetrics: 192.0.2.1:18120\nmfa:\n  smoke-signal: {hill: 3}\n");

        for (var command : new String[] {"check", "serve", "doctor"}) {
            var told = shell.run(command);
            assertThat((told.out() + told.err()).replaceAll("\\s+", " "))
                    .contains("metrics are served on loopback only")
                    .contains("no plugin offers the second factor \"smoke-signal\"");
        }
    }

    @Test
    void findsFilesOfTheSyslogServersTlsThatAStartCouldNotUse() throws IOException {
        var shell = node("127.0.0.1:0", POLICIES);
        shell.write(
                "countersign.yaml",
                Files.readString(folder.resolve("countersign.yaml"))
                        + "audit: {syslog: {server: 'logs.example:6514', ca: ca.pem, certificate: own.pem, key: own.key}}\n");
        shell.write("own.pem", "nothing");

        var check = shell.run("check");

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err()).contains("there is no file ", "ca.pem", "own.pem holds no certificate", "own.key");
        assertThat(shell.run("doctor", "-o", "json").out()).contains("own.pem holds no certificate");
    }

    @Test
    void findsFilesThatOthersCanChange() throws IOException {
        var shell = node("127.0.0.1:0", POLICIES);
        var settings = folder.resolve("countersign.yaml");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(shell.run("doctor", "-o", "json").out()).contains("Do: chmod go-w DIR/countersign.yaml");
    }

    @Test
    void findsAnAddressThatThisMachineDoesNotHave() {
        var shell = node("192.0.2.1:1812", POLICIES);

        assertThat(shell.run("doctor", "-o", "json").out()).contains("cannot listen on 192.0.2.1:1812/udp");
        var check = shell.run("check");
        assertThat(check.exitCode()).isEqualTo(4);
        assertThat(check.err()).contains("cannot listen on 192.0.2.1:1812/udp");
    }

    @Test
    void findsAPortThatIsInUse() throws SocketException {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var check = node("127.0.0.1:" + taken.getLocalPort(), POLICIES).run("check");
            assertThat(check.exitCode()).isEqualTo(4);
            assertThat(check.err()).contains("is in use by another program");
        }
    }

    @Test
    void provesRemoteServersByStatusServerAloneThoughNoServerRuns() throws IOException {
        try (var home = HomeServer.start();
                var wrong = HomeServer.start();
                var notAsked = HomeServer.start()) {
            wrong.script = request -> {
                byte[] reply = HomeServer.signed(Code.ACCESS_ACCEPT, request).toArray();
                reply[4] ^= 1;
                return List.of(Octets.wrap(reply));
            };
            var shell = node(
                    "127.0.0.1:0",
                    String.join(
                                    "\n",
                                    "remote-server-groups:",
                                    "  - name: partners",
                                    "    servers:",
                                    server("home", home.port(), "status-server: true"),
                                    server("wrong", wrong.port(), "status-server: true"),
                                    server("other", notAsked.port(), "status-server: false"),
                                    "  - name: gone",
                                    "    servers:",
                                    server("gone", FreePort.udp(), "status-server: true"),
                                    "")
                            + POLICIES);

            var doctor = shell.run("doctor");

            assertThat(doctor.out().replaceAll("\\s+", " "))
                    .contains("good remote server home at 127.0.0.1:" + home.port() + " answers Status-Server")
                    .contains("WARNING remote server wrong at 127.0.0.1:" + wrong.port() + " answered")
                    .contains("whose Response Authenticator does not verify: the shared secret differs")
                    .containsPattern("FAULT remote server gone at 127.0.0.1:[0-9]+ has nobody listening there");
            assertThat(home.requests()).extracting(Packet::code).containsOnly(Code.STATUS_SERVER);
            assertThat(notAsked.requests()).isEmpty();
        }
    }

    private static String server(String name, int port, String more) {
        return "      - {name: " + name + ", address: 127.0.0.1, authentication-port: " + port
                + ", secret: '${file:home.secret}', " + more + "}";
    }

    private Shell node(String listen, String policies) {
        var shell = new Shell(folder).input("correct horse battery\n");
        shell.write("countersign.yaml", "listen:\n  authentication: ['" + listen + "']\n");
        shell.write("home.secret", "a secret of the home server\n");
        shell.write("vpn-01.secret", "a long enough secret for tests\n");
        shell.write("policies.yaml", policies);
        shell.run("init");
        shell.run("user", "add", "alice", "-g", "VPN Users");
        assertThat(shell.run("policy", "apply", "policies.yaml").err()).isEmpty();
        return shell;
    }
}
