package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Debian's ocserv, whose RADIUS is radcli's, and openconnect, which logs in without making a tunnel. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class OcservIT {
    @TempDir
    static Path folder;

    private static final Path OCSERV = Path.of("/usr/sbin/ocserv");
    private static final String LET_IN = "COOKIE=";

    private static ClientSite site;
    private static PeerProgram ocserv;
    private static TlsServerFiles tls;
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(OCSERV, "ocserv");
        Peer.require(Path.of("/usr/sbin/openconnect"), "openconnect");
        Peer.requireRoot("ocserv");
        site = ClientSite.serve(folder, "message-authenticator: accept", "challenge: true");
        port = FreePort.tcp();
        tls = TlsServerFiles.make(folder);
        Files.writeString(folder.resolve("servers"), "127.0.0.1 " + Site.VPN_SECRET + "\n");
        Files.writeString(
                folder.resolve("radiusclient.conf"),
                String.format(Locale.ROOT, """
                nas-identifier ocserv
                authserver %s
                acctserver 127.0.0.1:%d
                servers %s/servers
                dictionary /etc/radcli/dictionary
                default_realm
                radius_timeout 10
                radius_retries 3
                bindaddr 127.0.0.1
                """, site.address(), site.accountingPort(), folder));
        Files.writeString(
                folder.resolve("ocserv.conf"),
                String.format(Locale.ROOT, """
                auth = "radius[config=%1$s/radiusclient.conf]"
                listen-host = 127.0.0.1
                tcp-port = %2$d
                run-as-user = root
                run-as-group = root
                socket-file = %1$s/ocserv.sock
                pid-file = %1$s/ocserv.pid
                use-occtl = false
                server-cert = %3$s
                server-key = %4$s
                isolate-workers = false
                auth-timeout = 60
                max-ban-score = 0
                device = vpns
                ipv4-network = 127.9.0.0
                ipv4-netmask = 255.255.255.0
                """, folder, port, tls.certificate(), tls.key()));
        ocserv = PeerProgram.start(folder, Map.of(), OCSERV.toString(), "-f", "-d", "3", "-c", folder + "/ocserv.conf")
                .awaitText("initialized ocserv");
        FreePort.awaitTcp(port);
    }

    @AfterAll
    static void end() {
        if (ocserv != null) {
            ocserv.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWithAPassword() throws Exception {
        assertThat(login(ClientSite.NORA, Site.PASSWORD)).contains(LET_IN);
    }

    @Test
    void keepsOutAWrongPasswordAndShowsTheReference() throws Exception {
        assertThat(login(ClientSite.NORA, "not-the-password"))
                .containsPattern("Reference [0-9A-Z]{4}-[0-9A-Z]{4}")
                .doesNotContain(LET_IN);
    }

    @Test
    void letsInWithACode() throws Exception {
        var app = site.userWithCode("tina");

        assertThat(login("tina", Site.PASSWORD, app.code())).contains("Enter the code", LET_IN);
    }

    @Test
    void keepsOutAWrongCode() throws Exception {
        var app = site.userWithCode("tilda");

        assertThat(login("tilda", Site.PASSWORD, app.wrongCode()))
                .contains("Enter the code")
                .doesNotContain(LET_IN);
    }

    @Test
    void letsInWhoApproves() throws Exception {
        assertThat(login(ClientSite.PIA, Site.PASSWORD)).contains(LET_IN);
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(login(ClientSite.DAN, Site.PASSWORD)).doesNotContain(LET_IN);
    }

    /** What openconnect says to somebody who types these lines. */
    private static String login(String user, String... typed) throws Exception {
        return PeerProgram.run(
                        folder,
                        Map.of(),
                        String.join("\n", typed) + "\n",
                        "/usr/sbin/openconnect",
                        "--authenticate",
                        "--no-proxy",
                        "--servercert",
                        tls.pin(),
                        "--user",
                        user,
                        "https://127.0.0.1:" + port + "/")
                .text();
    }
}
