package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Debian's FreeRADIUS, from the package freeradius, on loopback: as a server of its own, or as a proxy to another. */
final class FreeRadius implements AutoCloseable {
    static final String SECRET = "marker-secret-freeradius-91b2";

    private static final Path PROGRAM = Path.of("/usr/sbin/freeradius");

    private final Path folder;
    private final int authentication;
    private final int accounting;
    private final Process process;

    private FreeRadius(Path folder, int authentication, int accounting, Process process) {
        this.folder = folder;
        this.authentication = authentication;
        this.accounting = accounting;
        this.process = process;
    }

    /** Missing, it fails where CI=true, else the tests are skipped. */
    static void require() {
        Peer.require(PROGRAM, "freeradius");
    }

    /** Knows alice, whose password is {@link Site#PASSWORD}; signs its replies or not. */
    static FreeRadius home(Path folder, boolean signs) throws Exception {
        return start(
                folder,
                "",
                String.format(Locale.ROOT, """
                authorize {
                  chap
                  files
                  pap
                }
                authenticate {
                  Auth-Type PAP {
                    pap
                  }
                  Auth-Type CHAP {
                    chap
                  }
                }
                post-auth {
                  %1$s
                  Post-Auth-Type REJECT {
                    %1$s
                  }
                }
                accounting {
                  ok
                }
                """, signs ? "update reply {\nMessage-Authenticator := 0x00\n}" : ""));
    }

    /** Sends everything on to another server. */
    static FreeRadius proxy(Path folder, InetSocketAddress authentication, InetSocketAddress accounting, String secret)
            throws Exception {
        return start(
                folder, String.format(Locale.ROOT, """
                home_server next {
                  type = auth
                  ipaddr = 127.0.0.1
                  port = %1$d
                  secret = %3$s
                  src_ipaddr = 127.0.0.1
                }
                home_server next_accounting {
                  type = acct
                  ipaddr = 127.0.0.1
                  port = %2$d
                  secret = %3$s
                  src_ipaddr = 127.0.0.1
                }
                home_server_pool next_pool {
                  home_server = next
                }
                home_server_pool next_accounting_pool {
                  home_server = next_accounting
                }
                realm all {
                  auth_pool = next_pool
                  acct_pool = next_accounting_pool
                  nostrip
                }
                """, authentication.getPort(), accounting.getPort(), secret), """
                authorize {
                  update control {
                    Proxy-To-Realm := "all"
                  }
                }
                preacct {
                  update control {
                    Proxy-To-Realm := "all"
                  }
                }
                accounting {
                  ok
                }
                """);
    }

    /** Stops it where it stands, so that it answers nothing. */
    void hold() throws Exception {
        signal("-STOP");
    }

    /** Lets it go on. */
    void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static FreeRadius start(Path folder, String proxies, String sections) throws Exception {
        Files.createDirectories(folder);
        int authentication = FreePort.udp();
        int accounting = FreePort.udp();
        Files.copy(Path.of("/etc/freeradius/3.0/dictionary"), folder.resolve("dictionary"));
        Files.writeString(
                folder.resolve("users"),
                "alice Cleartext-Password := \"" + Site.PASSWORD + "\"\n"
                        + "\tReply-Message = \"welcome\", Session-Timeout = 3600, Class = 0x766970, Filter-Id = \"all\"\n");
        Files.writeString(
                folder.resolve("radiusd.conf"),
                String.format(Locale.ROOT, """
                prefix = /usr
                raddbdir = %1$s
                libdir = /usr/lib/freeradius
                logdir = %1$s
                run_dir = %1$s
                name = radiusd
                pidfile = %1$s/radiusd.pid
                max_request_time = 20
                cleanup_delay = 2
                log {
                  destination = files
                  file = %1$s/radius.log
                }
                security {
                  allow_core_dumps = no
                  max_attributes = 200
                  reject_delay = 0
                  status_server = yes
                }
                proxy_requests = yes
                thread pool {
                  start_servers = 2
                  max_servers = 8
                  min_spare_servers = 1
                  max_spare_servers = 4
                }
                client loopback {
                  ipaddr = 127.0.0.0/8
                  secret = %2$s
                }
                modules {
                  pap {
                  }
                  chap {
                  }
                  files {
                    filename = %1$s/users
                  }
                  always ok {
                    rcode = ok
                  }
                }
                %3$s
                server default {
                  listen {
                    type = auth
                    ipaddr = 127.0.0.1
                    port = %4$d
                  }
                  listen {
                    type = acct
                    ipaddr = 127.0.0.1
                    port = %5$d
                  }
                  %6$s
                }
                """, folder, SECRET, proxies, authentication, accounting, sections));
        var process = new ProcessBuilder(PROGRAM.toString(), "-f", "-d", folder.toString(), "-n", "radiusd")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        var server = new FreeRadius(folder, authentication, accounting, process);
        try {
            Site.await(server::isReady, "FreeRADIUS; see " + folder.resolve("radius.log"));
        } catch (AssertionError notReady) {
            server.close();
            throw notReady;
        }
        return server;
    }

    private boolean isReady() throws IOException {
        assertThat(process.isAlive()).as(() -> "FreeRADIUS runs: " + log()).isTrue();
        return log().contains("Ready to process requests");
    }

    String log() {
        try {
            Path log = folder.resolve("radius.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress authentication() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), authentication);
    }

    InetSocketAddress accounting() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), accounting);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
