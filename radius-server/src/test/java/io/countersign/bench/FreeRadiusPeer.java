package io.countersign.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Debian's FreeRADIUS doing the same work: passwords from a file, requests without a password accepted. No log of logins. */
final class FreeRadiusPeer implements AutoCloseable {
    private final Process process;
    private final int port;

    private FreeRadiusPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static FreeRadiusPeer start(Path folder, int users) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = freePort();
        var lines = new StringBuilder();
        for (int i = 0; i < users; i++) {
            lines.append("user")
                    .append(i)
                    .append(" Cleartext-Password := \"")
                    .append(LoadRequests.PASSWORD.revealText())
                    .append("\"\n\tSession-Timeout = 3600, Class = 0x62656e6368\n");
        }
        Files.writeString(folder.resolve("users"), lines);
        Files.copy(Path.of("/etc/freeradius/3.0/dictionary"), folder.resolve("dictionary"));
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
                max_request_time = 30
                cleanup_delay = 5
                max_requests = 262144
                log {
                  destination = files
                  file = %1$s/radius.log
                  auth = no
                }
                security {
                  allow_core_dumps = no
                  max_attributes = 200
                  reject_delay = 0
                }
                thread pool {
                  start_servers = 5
                  max_servers = 32
                  min_spare_servers = 3
                  max_spare_servers = 10
                  max_requests_per_server = 0
                }
                client loopback {
                  ipaddr = 127.0.0.0/8
                  secret = %2$s
                }
                modules {
                  pap {
                  }
                  files {
                    filename = %1$s/users
                  }
                }
                server default {
                  listen {
                    type = auth
                    ipaddr = 127.0.0.1
                    port = %3$d
                  }
                  authorize {
                    files
                    if (!&User-Password) {
                      update control {
                        &Auth-Type := Accept
                      }
                    }
                    pap
                  }
                  authenticate {
                    Auth-Type PAP {
                      pap
                    }
                  }
                }
                """, folder, BenchSite.SECRET.revealText(), port));
        var process = new ProcessBuilder("/usr/sbin/freeradius", "-f", "-d", folder.toString(), "-n", "radiusd")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        var log = folder.resolve("radius.log");
        while (!Files.exists(log) || !Files.readString(log).contains("Ready to process requests")) {
            if (!process.isAlive()) {
                throw new IOException("FreeRADIUS does not start; see " + log);
            }
            Thread.sleep(50);
        }
        return new FreeRadiusPeer(process, port);
    }

    static String version() throws IOException {
        var process = new ProcessBuilder("/usr/sbin/freeradius", "-v")
                .redirectErrorStream(true)
                .start();
        try (var out = process.inputReader()) {
            return out.readLine();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    ServerProcess server() {
        return new ServerProcess(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
