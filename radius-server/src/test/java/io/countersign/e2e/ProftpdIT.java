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

/** Debian's proftpd with mod_radius, which signs its requests, waits 5 s at most, and knows no challenge. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class ProftpdIT {
    @TempDir
    static Path folder;

    private static final Path PROFTPD = Path.of("/usr/sbin/proftpd");

    private static ClientSite site;
    private static PeerProgram proftpd;
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(PROFTPD, "proftpd-core");
        Peer.require(Path.of("/usr/bin/curl"), "curl");
        Peer.requireRoot("proftpd");
        site = ClientSite.serve(folder, "message-authenticator: require", "show-reference: false");
        port = FreePort.tcp();
        Files.writeString(
                folder.resolve("proftpd.conf"),
                String.format(Locale.ROOT, """
                ModulePath /usr/lib/proftpd
                LoadModule mod_radius.c
                ServerType standalone
                ServerName test
                DefaultAddress 127.0.0.1
                Port %2$d
                SocketBindTight on
                UseIPv6 off
                User root
                Group root
                PidFile %1$s/proftpd.pid
                ScoreboardFile %1$s/proftpd.scoreboard
                DelayTable %1$s/proftpd.delay
                SystemLog %1$s/proftpd.log
                TransferLog none
                WtmpLog off
                UseReverseDNS off
                RequireValidShell off
                RadiusEngine on
                RadiusLog %1$s/proftpd.radius.log
                RadiusAuthServer %3$s %5$s 5
                RadiusAcctServer 127.0.0.1:%4$d %5$s 5
                RadiusUserInfo 65534 65534 / /bin/false
                AuthOrder mod_radius.c
                """, folder, port, site.address(), site.accountingPort(), Site.VPN_SECRET));
        proftpd = PeerProgram.start(folder, Map.of(), PROFTPD.toString(), "-n", "-q", "-c", folder + "/proftpd.conf");
        FreePort.awaitTcp(port);
    }

    @AfterAll
    static void end() {
        if (proftpd != null) {
            proftpd.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWithAPasswordAndTellsOfTheSession() throws Exception {
        assertThat(login(ClientSite.NORA, Site.PASSWORD)).contains("< 230 ");
        site.awaitFinishedSession(ClientSite.NORA);
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(login(ClientSite.NORA, "not-the-password"))
                .contains("< 530 ")
                .doesNotContain("< 230 ");
    }

    @Test
    void letsInWhoApprovesWithinFiveSeconds() throws Exception {
        assertThat(login(ClientSite.PIA, Site.PASSWORD)).contains("< 230 ");
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(login(ClientSite.DAN, Site.PASSWORD)).contains("< 530 ").doesNotContain("< 230 ");
    }

    @Test
    void keepsOutWhoWouldHaveToShowACode() throws Exception {
        site.userWithCode("tina");

        assertThat(login("tina", Site.PASSWORD)).contains("< 530 ").doesNotContain("< 230 ");
    }

    private static String login(String user, String password) throws Exception {
        return PeerProgram.run(
                        folder,
                        Map.of(),
                        "",
                        "/usr/bin/curl",
                        "-q",
                        "-s",
                        "-v",
                        "--noproxy",
                        "*",
                        "--quote",
                        "NOOP",
                        "--user",
                        user + ":" + password,
                        "ftp://127.0.0.1:" + port + "/")
                .text();
    }
}
