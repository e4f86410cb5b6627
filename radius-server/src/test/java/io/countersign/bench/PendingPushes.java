package io.countersign.bench;

import io.countersign.e2e.EntraTenant;
import io.countersign.e2e.UdpClient;
import io.countersign.policy.DialIn;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import io.countersign.radius.administration.LocalAccounts.Storage;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Code;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * So many users of one RD Gateway have a push of Entra's open at the same time: what that costs the server. The server is the installed
 * program in a process of its own; the tenant is simulated in this one.
 */
final class PendingPushes {
    private static final String SECRET = "bench-secret-of-the-gateway";
    private static final int USERS_PER_SOCKET = 250;
    private static final Duration ANSWER_AFTER = Duration.ofSeconds(80);
    private static final int PER_SECOND = 200;
    private static final Pattern READY = Pattern.compile("Ready on 127\\.0\\.0\\.1:(\\d+);.*");

    private final Path folder;
    private final int count;
    private final String waiting;
    private final PrintStream out;

    private PendingPushes(Path folder, int count, String waiting, PrintStream out) {
        this.folder = folder;
        this.count = count;
        this.waiting = waiting;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        var waiting = arguments.length > 1 ? arguments[1] : "synchronous";
        var folder = Files.createTempDirectory("countersign-bench-");
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        new PendingPushes(folder, count, waiting, out).run();
        System.exit(0); // the simulator's connections may linger
    }

    private void run() throws Exception {
        try (var tenant = EntraTenant.of(folder, count)) {
            prepare(tenant);
            tenant.phone("* approve after " + ANSWER_AFTER.toSeconds() + "s");
            var process = start();
            try {
                measure(tenant, process);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private void prepare(EntraTenant tenant) throws IOException {
        tenant.site(folder).close();
        Files.writeString(folder.resolve("rdgw-01.secret"), SECRET);
        Files.writeString(
                folder.resolve("countersign.yaml"),
                tenant.settings()
                                .replace(
                                        "    push:\n",
                                        "    push:\n      timeout: 120s\n      waiting: " + waiting + "\n")
                        + "limits:\n  in-work: 100000\n  in-work-per-client: 100000\n");
        var environment = new Environment(
                List.of(Path.of(System.getProperty("countersign.home"), "plugins")), Map.of(), InstantSource.system());
        try (var installation = Installation.open(folder.resolve("countersign.yaml"), environment)) {
            var policies = installation.policies();
            installation.apply(
                    policies.plan(
                            "policies.yaml",
                            Files.readString(folder.resolve("policies.yaml")).replace("timeout: 60s", "timeout: 120s"),
                            folder),
                    "");
            for (int i = 0; i < count; i++) {
                installation
                        .accounts()
                        .add(
                                new NewUser(name(i), Set.of("RDG Users"), DialIn.ABSENT, true),
                                Secret.ofText("never used"),
                                Storage.REVERSIBLE);
            }
        }
    }

    private Process start() throws IOException, InterruptedException {
        var ready = folder.resolve("server.out");
        var process = new ProcessBuilder(
                        System.getProperty("countersign.program"),
                        "serve",
                        "--config",
                        folder.resolve("countersign.yaml").toString())
                .redirectOutput(ready.toFile())
                .redirectError(folder.resolve("server.log").toFile())
                .start();
        while (Files.readAllLines(ready).stream()
                .noneMatch(line -> READY.matcher(line).matches())) {
            if (!process.isAlive()) {
                throw new IOException("the server does not start; see " + folder.resolve("server.log"));
            }
            Thread.sleep(50);
        }
        return process;
    }

    private InetSocketAddress address() throws IOException {
        return Files.readAllLines(folder.resolve("server.out")).stream()
                .map(READY::matcher)
                .filter(line -> line.matches())
                .map(line -> new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(1))))
                .findFirst()
                .orElseThrow();
    }

    private void measure(EntraTenant tenant, Process process) throws Exception {
        var server = new ServerProcess(process.pid());
        warmUp();
        var idle = server.look();
        long before = tenant.prompted().size();
        out.println(count + " pushes, " + waiting);
        out.println("idle:      " + idle);
        long begin = System.nanoTime();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("user-", 0).factory())) {
            var sockets = new ArrayList<Future<Integer>>();
            for (int first = 0; first < count; first += USERS_PER_SOCKET) {
                sockets.add(threads.submit(users(first, Math.min(count, first + USERS_PER_SOCKET))));
            }
            while (tenant.prompted().size() - before < count && seconds(begin) < ANSWER_AFTER.toSeconds() - 4) {
                Thread.sleep(200);
            }
            out.println("prompted:  " + (tenant.prompted().size() - before) + " after " + seconds(begin) + " s");
            out.println("pending:   " + server.glance());
            var pending = server.look();
            out.println("pending:   " + pending);
            int accepted = 0;
            for (var socket : sockets) {
                accepted += socket.get();
            }
            out.println("accepted:  " + accepted + " after " + seconds(begin) + " s, prompts "
                    + (tenant.prompted().size() - before));
            var after = server.look();
            out.println("afterwards: " + after);
            out.println("each:      live heap "
                    + kib(pending.heapKib() - idle.heapKib()) + ", resident "
                    + kib(pending.residentKib() - idle.residentKib()) + ", CPU "
                    + String.format(Locale.ROOT, "%.2f ms", (after.cpuSeconds() - idle.cpuSeconds()) * 1_000 / count));
        }
    }

    /** Loads the classes and fetches the tokens, so that the difference is that of the pushes. */
    private void warmUp() throws Exception {
        users(0, 0).call();
        try (var client = client()) {
            var request = client.gatewayRequest("nobody");
            client.ask(request);
        }
    }

    private UdpClient client() throws IOException {
        return UdpClient.open(InetAddress.ofLiteral("127.0.0.5"), Secret.ofText(SECRET), address());
    }

    /** The gateway's requests for some users, all together no faster than the rate. Answers how many were accepted. */
    private Callable<Integer> users(int from, int to) {
        return () -> {
            try (var client = client()) {
                long pause = Duration.ofSeconds(1).toNanos()
                        * ((count + USERS_PER_SOCKET - 1) / USERS_PER_SOCKET)
                        / PER_SECOND;
                for (int i = from; i < to; i++) {
                    client.send(client.gatewayRequest(name(i)));
                    Thread.sleep(Duration.ofNanos(pause));
                }
                int accepted = 0;
                for (int i = from; i < to; i++) {
                    var reply = client.receive(Duration.ofMinutes(2));
                    if (reply.isPresent() && reply.get().at(0) == Code.ACCESS_ACCEPT.number()) {
                        accepted++;
                    }
                }
                return accepted;
            }
        };
    }

    private static long seconds(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }

    private String kib(long kibOfAll) {
        return String.format(Locale.ROOT, "%.1f KiB", (double) kibOfAll / count);
    }

    private static String name(int user) {
        return String.format(Locale.ROOT, "user%04d", user);
    }
}
