package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
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
    void findsAnAddressThatThisMachineDoesNotHave() {
        var shell = node("192.0.2.1:1812", POLICIES);

        assertThat(shell.run("doctor", "-o", "json").out()).contains("cannot listen on 192.0.2.1:1812/udp");
        var check = shell.run("check");
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.err()).contains("cannot listen on 192.0.2.1:1812/udp");
    }

    @Test
    void findsAPortThatIsInUse() throws SocketException {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var check = node("127.0.0.1:" + taken.getLocalPort(), POLICIES).run("check");
            assertThat(check.exitCode()).isEqualTo(3);
            assertThat(check.err()).contains("is in use by another program");
        }
    }

    private Shell node(String listen, String policies) {
        var shell = new Shell(folder).input("correct horse battery\n");
        shell.write("countersign.yaml", "listen:\n  authentication: ['" + listen + "']\n");
        shell.write("vpn-01.secret", "a long enough secret for tests\n");
        shell.write("policies.yaml", policies);
        shell.run("init");
        shell.run("user", "add", "alice", "-g", "VPN Users");
        assertThat(shell.run("policy", "apply", "policies.yaml").err()).isEmpty();
        return shell;
    }
}
