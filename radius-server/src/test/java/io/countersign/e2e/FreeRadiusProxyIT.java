package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** FreeRADIUS before Countersign: it signs what it sends on, so that devices that cannot sign are served under {@code require}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class FreeRadiusProxyIT {
    @TempDir
    static Path folder;

    private static ClientSite site;
    private static FreeRadius proxy;
    private static Radclient nas;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        FreeRadius.require();
        site = ClientSite.serve(folder.resolve("site"), "message-authenticator: require", "challenge: true");
        proxy = FreeRadius.proxy(
                folder.resolve("proxy"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), site.accountingPort()),
                Site.VPN_SECRET);
        nas = Radclient.of(site.site(), FreeRadius.SECRET, proxy.authentication(), proxy.accounting());
    }

    @AfterAll
    static void end() {
        if (proxy != null) {
            proxy.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    void passesOnAcceptAndReject() throws Exception {
        login(ClientSite.NORA, Site.PASSWORD).isA("Access-Accept");
        login(ClientSite.NORA, "not-the-password").isA("Access-Reject");
        login(ClientSite.DAN, Site.PASSWORD).isA("Access-Reject");
    }

    @Test
    void passesOnChallengeAndCode() throws Exception {
        var app = site.userWithCode("tina");
        var state = login("tina", Site.PASSWORD).state();

        nas.unsigned(10, "User-Name = \"tina\"", "User-Password = \"" + app.code() + "\"", state)
                .isA("Access-Accept");
    }

    @Test
    void promptsOnceForALoginThatTheNasRepeats() throws Exception {
        nas.repeated(1, 10, "User-Name = \"pia\"", "User-Password = \"" + Site.PASSWORD + "\"")
                .isA("Access-Accept");

        assertThat(site.site().prompts(ClientSite.PIA)).isOne();
    }

    private static Radclient.Answer login(String user, String password) throws Exception {
        return nas.unsigned(10, "User-Name = \"" + user + "\"", "User-Password = \"" + password + "\"");
    }
}
