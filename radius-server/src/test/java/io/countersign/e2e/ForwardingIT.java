package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** FreeRADIUS behind Countersign, before it, and both in a circle. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(90)
final class ForwardingIT {
    private static final String[] RIGHT = {"User-Name = \"alice\"", "User-Password = \"" + Site.PASSWORD + "\""};
    private static final String[] WRONG = {"User-Name = \"alice\"", "User-Password = \"wrong\""};
    private static final String[] CHAP = {"User-Name = \"alice\"", "CHAP-Password = \"" + Site.PASSWORD + "\""};
    private static final String[] START = {
        "User-Name = \"alice\"", "Acct-Status-Type = Start", "Acct-Session-Id = \"s1\""
    };

    @TempDir
    Path folder;

    @BeforeAll
    static void requirePeers() {
        Radclient.require();
        FreeRadius.require();
    }

    @Test
    void forwardsToFreeRadiusAndBringsItsAnswersBack() throws Exception {
        try (var home = FreeRadius.home(folder.resolve("home"), true);
                var site = forwardingTo(home, "")) {
            var client = Radclient.vpn(site);

            assertThat(client.signed(5, with(RIGHT, "Proxy-State = 0x0102"))
                            .isA("Access-Accept")
                            .attributes())
                    .contains(
                            "Reply-Message = \"welcome\"",
                            "Session-Timeout = 3600",
                            "Class = 0x766970",
                            "Proxy-State = 0x0102");
            client.signed(5, WRONG).isA("Access-Reject");
            client.signed(5, CHAP).isA("Access-Accept");
            client.accounting(5, START).isA("Accounting-Response");
            assertThat(site.done("sessions")).contains("alice", "s1");
            site.awaitLine(site.log(), line -> line.contains("forwarded to partners, answered by freeradius"));
        }
    }

    @Test
    void takesNoReplyWithoutMessageAuthenticatorUnlessTheGroupSaysSo() throws Exception {
        try (var home = FreeRadius.home(folder.resolve("home"), false)) {
            try (var site = forwardingTo(home, "")) {
                Radclient.vpn(site).signed(4, RIGHT).isSilence();
            }
            try (var site = forwardingTo(home, "unsigned-replies: true")) {
                Radclient.vpn(site).signed(5, RIGHT).isA("Access-Accept");
            }
        }
    }

    /** FreeRADIUS 3.2.1 does not sign its answer to Status-Server. */
    @Test
    void hearsByStatusServerThatFreeRadiusIsBack() throws Exception {
        try (var home = FreeRadius.home(folder.resolve("home"), true);
                var site = forwardingTo(home, "    status-server: true\n        maximum-lost-packets: 1")) {
            home.hold();
            Radclient.vpn(site).signed(4, RIGHT).isSilence();
            site.awaitLine(site.log(), line -> line.matches(".*server freeradius at 127.0.0.1:\\d+ is unavailable.*"));
            home.goOn();

            site.awaitLine(site.log(), line -> line.matches(".*server freeradius at 127.0.0.1:\\d+ answers again.*"));
        }
    }

    @Test
    void keepsFromTheClientWhatTheRulesDoNotLetPass() throws Exception {
        try (var home = FreeRadius.home(folder.resolve("home"), true);
                var site = forwardingTo(home, "reply: {allow: [Session-Timeout, Class], remove: [Class]}")) {
            assertThat(Radclient.vpn(site).signed(5, RIGHT).isA("Access-Accept").attributes())
                    .contains("Session-Timeout = 3600")
                    .noneMatch(line -> line.startsWith("Class") || line.startsWith("Filter-Id"));
        }
    }

    @Test
    void servesFreeRadiusAsAProxy() throws Exception {
        try (var site =
                Site.make(Files.createDirectory(folder.resolve("site")), Site.resource("countersign.yaml"), local())) {
            site.user("alice", Site.VPN_USERS);
            site.serve();
            try (var proxy =
                    FreeRadius.proxy(folder.resolve("proxy"), site.address(), site.accounting(), Site.VPN_SECRET)) {
                var client = Radclient.of(site, FreeRadius.SECRET, proxy.authentication(), proxy.accounting());

                assertThat(client.signed(5, RIGHT).isA("Access-Accept").attributes())
                        .contains("Class = 0x76706e");
                client.signed(5, WRONG).isA("Access-Reject");
                client.accounting(5, START).isA("Accounting-Response");
                assertThat(site.done("sessions")).contains("alice", "s1");
            }
        }
    }

    @Test
    void endsACircle() throws Exception {
        try (var site = Site.make(Files.createDirectory(folder.resolve("site")))) {
            site.serve();
            try (var proxy =
                    FreeRadius.proxy(folder.resolve("proxy"), site.address(), site.accounting(), Site.VPN_SECRET)) {
                site.write("home.secret", FreeRadius.SECRET);
                site.write("policies.yaml", forwarding(proxy, ""));
                site.done("policy", "apply", "-f", "policies.yaml");
                site.awaitLine(site.log(), line -> line.contains("policy revision 2"));

                Radclient.vpn(site).signed(5, RIGHT).isA("Access-Reject");
                site.awaitLine(site.log(), line -> line.contains("the request went in a circle"));
            }
        }
    }

    private Site forwardingTo(FreeRadius home, String rules) throws Exception {
        var site = Site.bare(Files.createTempDirectory(folder, "site"));
        site.write("home.secret", FreeRadius.SECRET);
        return Site.make(site.folder(), Site.resource("countersign.yaml"), forwarding(home, rules))
                .serve();
    }

    private static String forwarding(FreeRadius home, String rules) {
        return String.format(
                Locale.ROOT,
                """
                clients:
                  - name: vpn-01
                    address: 127.0.0.1
                    secret: ${file:vpn-01.secret}
                    timeout: 10s
                remote-server-groups:
                  - name: partners
                    servers:
                      - name: freeradius
                        address: 127.0.0.1
                        authentication-port: %d
                        accounting-port: %d
                        secret: ${file:home.secret}
                        timeout: 2s
                    %s
                connection-request-policies:
                  - name: All
                    when: {client-type: standard}
                    authentication: {forward-to: partners}
                    accounting: {forward-to: partners}
                network-policies: []
                """,
                home.authentication().getPort(),
                home.accounting().getPort(),
                rules);
    }

    private static String local() {
        return """
                clients:
                  - name: proxy-01
                    address: 127.0.0.1
                    secret: ${file:vpn-01.secret}
                connection-request-policies:
                  - name: All
                    when: {client-type: standard}
                    authentication: here
                    with: [local]
                network-policies:
                  - name: VPN users
                    when: {user-groups: ['local\\VPN Users']}
                    constraints: {authentication-methods: [pap]}
                    access: grant
                    ignore-dial-in-properties: true
                    mfa: none
                    reply:
                      Class: vpn
                """;
    }

    private static String[] with(String[] request, String more) {
        var all = Arrays.copyOf(request, request.length + 1);
        all[request.length] = more;
        return all;
    }
}
