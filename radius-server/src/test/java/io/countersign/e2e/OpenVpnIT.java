package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Debian's OpenVPN with its plugin openvpn-auth-radius, and OpenVPN as the user's client, without routes or addresses. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class OpenVpnIT {
    @TempDir
    static Path folder;

    private static final Path OPENVPN = Path.of("/usr/sbin/openvpn");
    private static final Path PLUGIN = Path.of("/usr/lib/openvpn/radiusplugin.so");
    private static final String LET_IN = "PUSH: Received control message: 'PUSH_REPLY";
    private static final String KEPT_OUT = "AUTH_FAILED";

    private static ClientSite site;
    private static PeerProgram server;
    private static TlsServerFiles tls;
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(OPENVPN, "openvpn");
        Peer.require(PLUGIN, "openvpn-auth-radius");
        Peer.requireRoot("openvpn");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "OpenVPN's server makes a tunnel device, and there is none");
        site = ClientSite.serve(folder, "message-authenticator: accept");
        port = FreePort.udp();
        tls = TlsServerFiles.make(folder);
        Files.writeString(
                folder.resolve("plugin.cnf"),
                String.format(Locale.ROOT, """
                NAS-Identifier=OpenVpn
                Service-Type=5
                Framed-Protocol=1
                NAS-Port-Type=5
                NAS-IP-Address=127.0.0.1
                OpenVPNConfig=%1$s/server.conf
                subnet=255.255.255.0
                overwriteccfiles=false
                useauthcontrolfile=true
                server
                {
                acctport=%3$d
                authport=%2$d
                name=127.0.0.1
                retry=5
                wait=4
                sharedsecret=%4$s
                }
                """, folder, site.port(), site.accountingPort(), Site.VPN_SECRET));
        Files.writeString(
                folder.resolve("server.conf"),
                String.format(Locale.ROOT, """
                port %2$d
                proto udp
                local 127.0.0.1
                server 127.9.1.0 255.255.255.0
                dev tun
                ifconfig-noexec
                route-noexec
                ca %3$s
                cert %3$s
                key %4$s
                dh none
                verify-client-cert none
                username-as-common-name
                plugin %5$s %1$s/plugin.cnf
                status %1$s/status 1
                hand-window 60
                verb 3
                """, folder, port, tls.certificate(), tls.key(), PLUGIN));
        server = PeerProgram.start(folder, Map.of(), OPENVPN.toString(), "--config", folder + "/server.conf")
                .awaitText("Initialization Sequence Completed");
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWithAPassword() throws Exception {
        assertThat(login(ClientSite.NORA, Site.PASSWORD)).contains(LET_IN).doesNotContain(KEPT_OUT);
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(login(ClientSite.NORA, "not-the-password")).contains(KEPT_OUT);
    }

    /** The plugin sends every four seconds anew, from another port, with another authenticator. */
    @Test
    void letsInWhoApprovesTheOnePrompt() throws Exception {
        site.site().userWithPhone("petra", "approve after 6s");

        assertThat(login("petra", Site.PASSWORD)).contains(LET_IN).doesNotContain(KEPT_OUT);
        assertThat(site.site().prompts("petra")).isOne();
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(login(ClientSite.DAN, Site.PASSWORD)).contains(KEPT_OUT);
    }

    @Test
    void keepsOutWhoWouldHaveToShowACode() throws Exception {
        site.userWithCode("tina");

        assertThat(login("tina", Site.PASSWORD)).contains(KEPT_OUT);
    }

    /** What the user's client says. */
    private static String login(String user, String password) throws Exception {
        Files.writeString(folder.resolve("login"), user + "\n" + password + "\n");
        Files.writeString(
                folder.resolve("client.conf"), String.format(Locale.ROOT, """
                client
                remote 127.0.0.1 %d udp
                nobind
                dev null
                ca %s
                auth-user-pass %s/login
                hand-window 60
                verb 3
                """, port, tls.certificate(), folder));
        try (var client =
                PeerProgram.start(folder, Map.of(), OPENVPN.toString(), "--config", folder + "/client.conf")) {
            return client.awaitAny(List.of(LET_IN, KEPT_OUT)).said();
        }
    }
}
