package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** Debian's pppd with its plugin radius.so, as L2TP, PPTP and PPPoE use it. A second plugin, made here, calls what a peer's login would call. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class PppdIT {
    private static final Path PPPD = Path.of("/usr/sbin/pppd");
    private static final Path RADIUS = Path.of("/usr/lib/pppd/2.4.9/radius.so");

    @TempDir
    static Path folder;

    private static ClientSite site;
    private static Path plugin;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(PPPD, "ppp");
        Peer.requireRoot("pppd");
        assumeTrue(Files.exists(RADIUS), "pppd is not the 2.4.9 that the plugin is written for");
        site = ClientSite.serve(folder, "message-authenticator: accept");
        site.site().input(Site.PASSWORD);
        site.site().done("user", "add", "rita", "--group", Site.VPN_USERS, "--store", "reversible");
        configure();
        plugin = Peer.sharedLibrary(folder, "pppd-login", Site.resource("pppd-login.c"));
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWithAPasswordAndTellsOfTheSession() throws Exception {
        assertThat(login("pap", ClientSite.NORA, Site.PASSWORD)).contains("let in");
        site.awaitFinishedSession(ClientSite.NORA);
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(login("pap", ClientSite.NORA, "not-the-password")).contains("kept out");
    }

    @Test
    void givesProofAndKeysToWhoLogsInByMsChapV2() throws Exception {
        assertThat(login("ms-chap-v2", "rita", Site.PASSWORD)).contains("proof agrees", "keys agree", "let in");
    }

    @Test
    void keepsOutAWrongPasswordByMsChapV2() throws Exception {
        assertThat(login("ms-chap-v2", "rita", "not-the-password"))
                .contains("kept out")
                .doesNotContain("agree");
    }

    @Test
    void letsInWhoApproves() throws Exception {
        assertThat(login("pap", ClientSite.PIA, Site.PASSWORD)).contains("let in");
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(login("pap", ClientSite.DAN, Site.PASSWORD)).contains("kept out");
    }

    @Test
    void keepsOutWhoWouldHaveToShowACode() throws Exception {
        site.userWithCode("tina");

        assertThat(login("pap", "tina", Site.PASSWORD)).contains("kept out");
    }

    private static String login(String method, String user, String password) throws Exception {
        return PeerProgram.run(
                        folder,
                        Map.of("METHOD", method, "LOGIN_USER", user, "LOGIN_PASSWORD", password),
                        "",
                        PPPD.toString(),
                        "nodetach",
                        "plugin",
                        RADIUS.toString(),
                        "radius-config-file",
                        folder.resolve("radiusclient.conf").toString(),
                        "plugin",
                        plugin.toString())
                .text();
    }

    /** Its dictionary is its own: Debian's package brings none. */
    private static void configure() throws Exception {
        Files.writeString(folder.resolve("servers"), "127.0.0.1 " + Site.VPN_SECRET + "\n");
        Files.writeString(folder.resolve("ports"), "");
        Files.writeString(folder.resolve("dictionary"), Site.resource("pppd-dictionary"));
        Files.writeString(
                folder.resolve("radiusclient.conf"),
                String.format(Locale.ROOT, """
                auth_order radius
                login_tries 1
                login_timeout 60
                nologin %1$s/nologin
                issue %1$s/issue
                authserver %2$s
                acctserver 127.0.0.1:%3$d
                servers %1$s/servers
                dictionary %1$s/dictionary
                login_radius /usr/sbin/login.radius
                seqfile %1$s/sequence
                mapfile %1$s/ports
                default_realm
                radius_timeout 30
                radius_retries 1
                """, folder, site.address(), site.accountingPort()));
    }
}
