package io.countersign.bench;

import io.countersign.e2e.UdpClient;
import io.countersign.policy.DialIn;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import io.countersign.radius.administration.LocalAccounts.Storage;
import io.countersign.radius.administration.Setup;
import io.countersign.radius.crypto.Secret;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long the installed program takes from its start to the first answer to an Access-Request, and what it occupies while idle. */
final class StartUp {
    private static final String SECRET = "bench-secret-of-the-vpn";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(5);
    private static final String POLICIES = """
            clients:
              - {name: vpn-01, address: 127.0.0.1, secret: '${file:vpn-01.secret}'}
            connection-request-policies:
              - name: All
                when: {client-friendly-name: ^vpn-}
                authentication: here
                with: [local]
            network-policies:
              - name: All
                when: {user-groups: ['local\\VPN Users']}
                constraints: {authentication-methods: [pap]}
                access: grant
                ignore-dial-in-properties: true
                mfa: none
            """;

    private StartUp() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var folder = Files.createTempDirectory("countersign-bench-");
        int port = freePort();
        prepare(folder, port);
        var answers = new ArrayList<Long>();
        for (int i = 0; i < runs; i++) {
            answers.add(run(folder, port, out));
        }
        idle(folder, out);
        Collections.sort(answers);
        out.println("median of " + runs + ": first answer after " + answers.get(runs / 2) + " ms");
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    private static void prepare(Path folder, int port) throws IOException {
        var settings = folder.resolve("countersign.yaml");
        Files.writeString(settings, "listen:\n  authentication: [127.0.0.1:" + port + "]\n");
        Files.writeString(folder.resolve("vpn-01.secret"), SECRET);
        var environment = new Environment(List.of(), Map.of(), InstantSource.system());
        Setup.init(settings, environment);
        try (var installation = Installation.open(settings, environment)) {
            installation
                    .accounts()
                    .add(
                            new NewUser("alice", Set.of("VPN Users"), DialIn.ABSENT, true),
                            Secret.ofText(PASSWORD),
                            Storage.ARGON2ID);
            var policies = installation.policies();
            installation.apply(policies.plan("policies.yaml", POLICIES, folder), "");
        }
    }

    /** Answers after how many milliseconds the first answer came. */
    private static long run(Path folder, int port, PrintStream out) throws Exception {
        long begin = System.nanoTime();
        var process = start(folder);
        try {
            awaitAnswer(port);
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            Thread.sleep(IDLE);
            out.println("first answer after " + millis + " ms; after one login: "
                    + new ServerProcess(process.pid()).glance());
            return millis;
        } finally {
            stop(process);
        }
    }

    private static void idle(Path folder, PrintStream out) throws Exception {
        var process = start(folder);
        try {
            Thread.sleep(IDLE.multipliedBy(2));
            out.println("idle since its start: " + new ServerProcess(process.pid()).glance());
        } finally {
            stop(process);
        }
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("countersign.program"),
                        "serve",
                        "--config",
                        folder.resolve("countersign.yaml").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static void awaitAnswer(int port) throws Exception {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var client = UdpClient.open(InetAddress.ofLiteral("127.0.0.1"), Secret.ofText(SECRET), server)) {
            var request = client.passwordRequest("alice", PASSWORD);
            while (true) {
                try {
                    client.send(request);
                    if (client.receive(RETRY).isPresent()) {
                        return;
                    }
                } catch (PortUnreachableException notYet) {
                    Thread.sleep(RETRY);
                }
            }
        }
    }
}
