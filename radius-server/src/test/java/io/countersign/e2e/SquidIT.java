package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Debian's squid asks its helper basic_radius_auth, which reads a user and a password a line. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class SquidIT {
    @TempDir
    static Path folder;

    private static final Path HELPER = Path.of("/usr/lib/squid/basic_radius_auth");

    private static ClientSite site;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(HELPER, "squid");
        site = ClientSite.serve(folder, "message-authenticator: accept");
        Files.writeString(folder.resolve("squid.conf"), String.format(Locale.ROOT, """
                server 127.0.0.1
                port %d
                secret %s
                """, site.port(), Site.VPN_SECRET));
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWithAPassword() throws Exception {
        assertThat(said(ClientSite.NORA, Site.PASSWORD)).isEqualTo("OK");
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(said(ClientSite.NORA, "not-the-password")).isEqualTo("ERR");
    }

    /** It sends the same request every second meanwhile. */
    @Test
    void letsInWhoApprovesTheOnePrompt() throws Exception {
        long before = site.site().prompts(ClientSite.PIA);

        assertThat(said(ClientSite.PIA, Site.PASSWORD)).isEqualTo("OK");
        assertThat(site.site().prompts(ClientSite.PIA)).isEqualTo(before + 1);
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(said(ClientSite.DAN, Site.PASSWORD)).isEqualTo("ERR");
    }

    @Test
    void keepsOutWhoWouldHaveToShowACode() throws Exception {
        site.userWithCode("tina");

        assertThat(said("tina", Site.PASSWORD)).isEqualTo("ERR");
    }

    private static String said(String user, String password) throws Exception {
        return PeerProgram.run(
                        folder,
                        Map.of(),
                        user + " " + password + "\n",
                        HELPER.toString(),
                        "-f",
                        folder.resolve("squid.conf").toString(),
                        "-t",
                        "30")
                .text()
                .strip();
    }
}
