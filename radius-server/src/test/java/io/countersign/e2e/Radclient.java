package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.event.Printable;
import io.countersign.radius.testing.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's radclient, from the package freeradius-utils. */
record Radclient(
        Path folder, String from, String secret, InetSocketAddress authentication, InetSocketAddress accounting) {
    private static final Path PROGRAM = Path.of("/usr/bin/radclient");

    /** Missing, it fails where CI=true, else the tests are skipped. */
    static void require() {
        Peer.require(PROGRAM, "freeradius-utils");
    }

    static Radclient vpn(Site site) throws IOException {
        return from(site, "127.0.0.1", Site.VPN_SECRET);
    }

    static Radclient gateway(Site site) throws IOException {
        return from(site, "127.0.0.2", Site.GATEWAY_SECRET);
    }

    /** To a site's server, from another address. */
    static Radclient from(Site site, String from, String secret) throws IOException {
        return new Radclient(site.folder(), from, secret, site.address(), site.accounting());
    }

    /** To another server; its files are in a site's folder. */
    static Radclient of(Site site, String secret, InetSocketAddress authentication, InetSocketAddress accounting) {
        return new Radclient(site.folder(), "127.0.0.1", secret, authentication, accounting);
    }

    /** A signed request that waits so many seconds for a reply and is sent once. */
    Answer signed(int seconds, String... attributes) throws Exception {
        return send("auth", seconds, "Message-Authenticator = 0x00\n" + String.join("\n", attributes));
    }

    /** A signed request that is sent so many times, with the same octets, as long as there is no reply. */
    Answer repeated(int seconds, int times, String... attributes) throws Exception {
        return send(
                "auth",
                seconds,
                times,
                "Message-Authenticator = 0x00\n" + String.join("\n", attributes),
                authentication);
    }

    Answer unsigned(int seconds, String... attributes) throws Exception {
        return send("auth", seconds, String.join("\n", attributes));
    }

    /** A Status-Server. */
    Answer status(int seconds) throws Exception {
        return send("status", seconds, "Message-Authenticator = 0x00");
    }

    /** The same to the accounting port. */
    Answer accountingStatus(int seconds) throws Exception {
        return send("status", seconds, "Message-Authenticator = 0x00", accounting);
    }

    Answer accounting(int seconds, String... attributes) throws Exception {
        return send("acct", seconds, String.join("\n", attributes), accounting);
    }

    private Answer send(String what, int seconds, String attributes) throws IOException, InterruptedException {
        return send(what, seconds, attributes, authentication);
    }

    private Answer send(String what, int seconds, String attributes, InetSocketAddress server)
            throws IOException, InterruptedException {
        return send(what, seconds, 1, attributes, server);
    }

    private Answer send(String what, int seconds, int times, String attributes, InetSocketAddress server)
            throws IOException, InterruptedException {
        Path secretFile = Files.writeString(Files.createTempFile(folder, "radclient", ".secret"), secret);
        Path request = Files.writeString(
                Files.createTempFile(folder, "radclient", ".request"),
                attributes + "\n" + (from.contains(":") ? "Packet-Src-IPv6-Address" : "Packet-Src-IP-Address") + " = "
                        + from + "\n");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-x",
                        "-r",
                        Integer.toString(times),
                        "-t",
                        Integer.toString(seconds),
                        "-S",
                        secretFile.toString(),
                        "-f",
                        request.toString(),
                        Printable.address(server),
                        what)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        Files.delete(secretFile);
        Files.delete(request);
        return new Answer(text);
    }

    /** What radclient has printed. */
    record Answer(String text) {
        Answer isA(String code) {
            assertThat(text).contains("Received " + code);
            return this;
        }

        Answer isSilence() {
            assertThat(text).contains("No reply from server").doesNotContain("Received");
            return this;
        }

        /** The attributes of the reply, in order. */
        List<String> attributes() {
            return text.substring(text.indexOf("Received"))
                    .lines()
                    .skip(1)
                    .map(String::strip)
                    .toList();
        }

        String state() {
            isA("Access-Challenge");
            return attributes().stream()
                    .filter(line -> line.startsWith("State = "))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
