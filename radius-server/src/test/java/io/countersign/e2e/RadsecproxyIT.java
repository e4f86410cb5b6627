package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's radsecproxy, before Countersign over UDP. It sends a NAS's repetitions on as new requests once DuplicateInterval is over. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class RadsecproxyIT {
    @TempDir
    static Path folder;

    private static final Path RADSECPROXY = Path.of("/usr/sbin/radsecproxy");
    private static final String NAS_SECRET = "marker-secret-nas-4b7d";

    private static ClientSite site;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        Peer.require(RADSECPROXY, "radsecproxy");
        site = ClientSite.serve(folder, "message-authenticator: require", "challenge: true");
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void passesOnAcceptRejectAndAccounting() throws Exception {
        try (var proxy = Proxy.start("DuplicateInterval 60")) {
            proxy.login(ClientSite.NORA, Site.PASSWORD).isA("Access-Accept");
            proxy.login(ClientSite.NORA, "not-the-password").isA("Access-Reject");
            proxy.login(ClientSite.DAN, Site.PASSWORD).isA("Access-Reject");
            proxy.nas()
                    .accounting(
                            5,
                            "User-Name = \"nora\"",
                            "Acct-Status-Type = Start",
                            "Acct-Session-Id = \"r1\"",
                            "NAS-IP-Address = 127.0.0.1")
                    .isA("Accounting-Response");
            assertThat(site.site().done("sessions")).contains("nora", "r1");
        }
    }

    @Test
    void passesOnChallengeAndCode() throws Exception {
        var app = site.userWithCode("tina");
        try (var proxy = Proxy.start("DuplicateInterval 60")) {
            var state = proxy.login("tina", Site.PASSWORD).state();

            proxy.login("tina", app.code(), state).isA("Access-Accept");
        }
    }

    /** With an interval of 1 s, each repetition goes on as a new request, though the NAS changed nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"DuplicateInterval 60", "DuplicateInterval 1"})
    void promptsOnceForALoginThatTheNasRepeats(String clientBlock) throws Exception {
        var user = "petra-" + clientBlock.substring("DuplicateInterval ".length());
        site.site().userWithPhone(user, "approve after 6s");
        try (var proxy = Proxy.start(clientBlock)) {
            proxy.nas()
                    .repeated(
                            4,
                            4,
                            "User-Name = \"" + user + "\"",
                            "User-Password = \"" + Site.PASSWORD + "\"",
                            "NAS-Port = 7",
                            "Calling-Station-Id = \"198.51.100.7\"")
                    .isA("Access-Accept");
        }
        assertThat(site.site().prompts(user)).isOne();
    }

    private record Proxy(PeerProgram program, Radclient nas) implements AutoCloseable {
        static Proxy start(String clientBlock) throws Exception {
            int port = FreePort.udp();
            Files.writeString(
                    folder.resolve("radsecproxy.conf"),
                    String.format(
                            Locale.ROOT,
                            """
                    ListenUDP 127.0.0.1:%1$d
                    SourceUDP 127.0.0.1:*
                    client nas {
                      host 127.0.0.1
                      type udp
                      secret %2$s
                      %3$s
                    }
                    server countersign {
                      host 127.0.0.1
                      port %4$d
                      type udp
                      secret %5$s
                      retryInterval 20
                      retryCount 2
                    }
                    server countersign-accounting {
                      host 127.0.0.1
                      port %6$d
                      type udp
                      secret %5$s
                    }
                    realm * {
                      server countersign
                      accountingServer countersign-accounting
                    }
                    """,
                            port,
                            NAS_SECRET,
                            clientBlock,
                            site.port(),
                            Site.VPN_SECRET,
                            site.accountingPort()));
            var program = PeerProgram.start(
                            folder,
                            Map.of(),
                            RADSECPROXY.toString(),
                            "-f",
                            "-c",
                            folder.resolve("radsecproxy.conf").toString())
                    .awaitText("listening for udp on 127.0.0.1:" + port);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new Proxy(program, Radclient.of(site.site(), NAS_SECRET, address, address));
        }

        Radclient.Answer login(String user, String password, String... more) throws Exception {
            var attributes =
                    new ArrayList<>(List.of("User-Name = \"" + user + "\"", "User-Password = \"" + password + "\""));
            attributes.addAll(List.of(more));
            return nas.signed(10, attributes.toArray(String[]::new));
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
