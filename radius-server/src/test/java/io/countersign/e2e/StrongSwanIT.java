package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
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

/**
 * Debian's strongSwan as an IKEv1 gateway whose users log in by XAuth, and as such a user. The logins need no ESP, so none is set up. charon
 * listens on all addresses, whatever it is told; a library that is preloaded makes that 127.0.0.1.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class StrongSwanIT {
    private static final Path CHARON = Path.of("/usr/sbin/charon-systemd");
    private static final Path SWANCTL = Path.of("/usr/sbin/swanctl");
    private static final String LET_IN = "initiate completed successfully";
    private static final String KEPT_OUT = "(myself) failed";

    @TempDir
    static Path folder;

    private static ClientSite site;
    private static Charon gateway;
    private static Charon user;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(CHARON, "charon-systemd");
        Peer.require(SWANCTL, "strongswan-swanctl");
        Peer.require(Path.of("/usr/lib/ipsec/plugins/libstrongswan-eap-radius.so"), "libcharon-extra-plugins");
        Peer.require(Path.of("/usr/lib/ipsec/plugins/libstrongswan-xauth-generic.so"), "libcharon-extauth-plugins");
        Peer.requireRoot("charon");
        Peer.requireNetworkAdministration("charon");
        site = ClientSite.serve(folder, "message-authenticator: require");
        Path loopbackOnly = Peer.sharedLibrary(folder, "loopback-only", Site.resource("loopback-only.c"));
        gateway = Charon.start(
                "gateway",
                loopbackOnly,
                "eap-radius",
                String.format(Locale.ROOT, """
                eap-radius {
                  accounting = yes
                  retransmit_timeout = 30
                  retransmit_tries = 1
                  servers {
                    one {
                      address = 127.0.0.1
                      auth_port = %d
                      acct_port = %d
                      secret = %s
                    }
                  }
                }
                """, site.port(), site.accountingPort(), Site.VPN_SECRET));
        gateway.load("""
                connections {
                  users {
                    version = 1
                    proposals = aes128-sha256-modp2048
                    pools = tunnels
                    local {
                      auth = psk
                      id = gateway
                    }
                    remote-1 {
                      auth = psk
                    }
                    remote-2 {
                      auth = xauth-radius
                    }
                  }
                }
                pools {
                  tunnels {
                    addrs = 127.9.2.0/24
                  }
                }
                """);
        user = Charon.start("user", loopbackOnly, "xauth-generic", "");
    }

    @AfterAll
    static void end() {
        if (user != null) {
            user.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (site != null) {
            site.close();
        }
    }

    /** Else the library was not preloaded. */
    @Test
    void listensOnLoopbackAlone() throws Exception {
        assertThat(Files.readString(Path.of("/proc/net/udp")))
                .contains(String.format(Locale.ROOT, ":%04X 00000000:0000", gateway.port()))
                .doesNotContain(
                        String.format(Locale.ROOT, " 00000000:%04X", gateway.port()),
                        String.format(Locale.ROOT, " 00000000:%04X", user.port()));
    }

    @Test
    void letsInWithAPasswordAndTellsOfTheSession() throws Exception {
        assertThat(login(ClientSite.NORA, Site.PASSWORD)).contains(LET_IN);
        site.awaitFinishedSession(ClientSite.NORA);
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(login(ClientSite.NORA, "not-the-password")).contains(KEPT_OUT);
    }

    @Test
    void letsInWhoApproves() throws Exception {
        assertThat(login(ClientSite.PIA, Site.PASSWORD)).contains(LET_IN);
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

    /** What the user's side says. Whoever got in logs out again. */
    private static String login(String name, String password) throws Exception {
        user.load(String.format(Locale.ROOT, """
                connections {
                  office {
                    version = 1
                    proposals = aes128-sha256-modp2048
                    remote_addrs = 127.0.0.1
                    remote_port = %1$d
                    vips = 0.0.0.0
                    local-1 {
                      auth = psk
                      id = user
                    }
                    local-2 {
                      auth = xauth
                      xauth_id = %2$s
                    }
                    remote {
                      auth = psk
                      id = gateway
                    }
                  }
                }
                secrets {
                  xauth {
                    id = %2$s
                    secret = "%3$s"
                  }
                }
                """, gateway.port(), name, password));
        var said = user.swanctl("--initiate", "--ike", "office", "--timeout", "30");
        user.swanctl("--terminate", "--ike", "office", "--timeout", "10");
        return said;
    }

    /** A daemon, which takes its connections by a socket. Copies of its programs, since AppArmor lets the originals read /etc alone. */
    private record Charon(Path own, Path settings, int port, PeerProgram daemon) implements AutoCloseable {
        private static final String GROUP_SECRET = """
                secrets {
                  ike {
                    secret = marker-secret-group-8e2f
                  }
                }
                """;

        static Charon start(String name, Path loopbackOnly, String plugin, String pluginSettings) throws Exception {
            Path own = Files.createDirectory(folder.resolve(name));
            Files.copy(CHARON, own.resolve("charon"));
            Files.copy(SWANCTL, own.resolve("swanctl"));
            int port = FreePort.udp();
            Path settings = Files.writeString(
                    own.resolve("strongswan.conf"), String.format(Locale.ROOT, """
                    charon {
                      load = random nonce md5 sha1 sha2 aes hmac gmp kernel-netlink socket-default vici %2$s
                      port = 0
                      port_nat_t = %3$d
                      interfaces_use = lo
                      install_routes = no
                      install_virtual_ip = no
                      routing_table = 0
                      plugins {
                        socket-default {
                          use_ipv6 = no
                        }
                        vici {
                          socket = unix://%1$s/vici
                        }
                        %4$s
                      }
                      filelog {
                        stderr {
                          default = 1
                        }
                      }
                    }
                    swanctl {
                      load = random
                    }
                    """, own, plugin, port, pluginSettings));
            var daemon = PeerProgram.start(
                            own,
                            Map.of(
                                    "STRONGSWAN_CONF", settings.toString(),
                                    "LD_PRELOAD", loopbackOnly.toString()),
                            own.resolve("charon").toString())
                    .awaitText("spawning 16 worker threads");
            return new Charon(own, settings, port, daemon);
        }

        /** In place of what was loaded before. */
        void load(String connections) throws Exception {
            Path file = Files.writeString(own.resolve("swanctl.conf"), connections + GROUP_SECRET);
            assertThat(swanctl("--load-all", "--clear", "--noprompt", "--file", file.toString()))
                    .contains("successfully loaded 1 connections");
        }

        String swanctl(String... arguments) throws Exception {
            var command = new ArrayList<>(List.of(own.resolve("swanctl").toString()));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--uri", "unix://" + own.resolve("vici")));
            return PeerProgram.run(
                            own, Map.of("STRONGSWAN_CONF", settings.toString()), "", command.toArray(String[]::new))
                    .text();
        }

        @Override
        public void close() {
            daemon.close();
        }
    }
}
