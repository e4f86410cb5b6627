package io.countersign.bench;

import io.countersign.bench.LoadRequests.Kind;
import io.countersign.e2e.UdpClient;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * So many logins wait for a prompt of a plugin in the server's own process: memory and threads, and what that does to PAP logins beside
 * them. The waiting ones come from as many ports as they need: each has 256 Identifiers.
 */
final class PendingLogins {
    private static final int USERS_PER_SOCKET = 250;

    /** Fewer than the server's socket holds while the server stops for a moment: nothing is sent twice here. */
    private static final int AT_ONCE = 50;

    private static final int PASSWORD_USERS = 1000;
    private static final double RATE = 5_000;
    private static final Duration RUN = Duration.ofSeconds(5);

    private final PrintStream out;
    private final int count;
    private final int rounds;

    private PendingLogins(PrintStream out, int count, int rounds) {
        this.out = out;
        this.count = count;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        new PendingLogins(out, count, rounds).run(Files.createTempDirectory("countersign-bench-"));
    }

    private void run(Path folder) throws Exception {
        Files.writeString(
                folder.resolve("phone.txt"), "* approve after " + waitFor().toSeconds() + "s\n");
        try (var site = BenchSite.start(
                        folder, SETTINGS, POLICIES, Math.max(count, PASSWORD_USERS), "--log-level", "error");
                var passwords = new RadiusLoad(
                        Kind.PAP,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                        site.address(),
                        BenchSite.SECRET,
                        PASSWORD_USERS,
                        4)) {
            out.println(
                    count + " logins that wait for a prompt, " + Math.round(RATE) + " PAP logins a second beside them");
            passwords.open(RATE, Duration.ofSeconds(20));
            var idle = site.server().look();
            out.println("idle:     " + idle);
            var without = new ArrayList<Double>();
            var with = new ArrayList<Double>();
            for (int round = 0; round < rounds; round++) {
                without.add(told("without:  ", passwords.open(RATE, RUN)));
                var waiting = begin(site);
                if (round == 0) {
                    out.println("pending:  " + site.server().glance());
                    var pending = site.server().look();
                    out.println("pending:  " + pending);
                    out.println("each:     live heap " + kib(pending.heapKib() - idle.heapKib()) + ", resident "
                            + kib(pending.residentKib() - idle.residentKib()));
                }
                with.add(told("with:     ", passwords.open(RATE, RUN)));
                end(waiting);
            }
            out.println(String.format(
                    Locale.ROOT,
                    "p99 of PAP, medians: without %,.0f us, with %,.0f us, ratio %.2f",
                    median(without),
                    median(with),
                    median(with) / median(without)));
        }
    }

    private double told(String what, RadiusLoad.Result result) {
        out.println(what + result);
        return result.micros(0.99);
    }

    private record Waiting(UdpClient client, int requests) {}

    private List<Waiting> begin(BenchSite site) throws Exception {
        var all = new ArrayList<Waiting>();
        for (int first = 0; first < count; first += USERS_PER_SOCKET) {
            var client = UdpClient.open(InetAddress.ofLiteral("127.0.0.2"), BenchSite.SECRET, site.address());
            int last = Math.min(count, first + USERS_PER_SOCKET);
            for (int user = first; user < last; user++) {
                client.send(client.gatewayRequest("user" + user));
                if (user % AT_ONCE == 0) {
                    Thread.sleep(20);
                }
            }
            all.add(new Waiting(client, last - first));
        }
        Thread.sleep(Math.max(2_000, count / 10));
        return all;
    }

    /** Long enough to begin all, and to measure beside them. */
    private Duration waitFor() {
        return Duration.ofSeconds(20 + count / 1_000);
    }

    /** The phones approve in the end, and every login must be let in. */
    private void end(List<Waiting> all) throws IOException {
        int accepted = 0;
        long end = System.nanoTime() + waitFor().plusSeconds(60).toNanos();
        for (var waiting : all) {
            boolean silent = false;
            for (int i = 0; i < waiting.requests() && !silent; i++) {
                var reply = waiting.client().receive(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
                silent = reply.isEmpty();
                accepted += !silent && reply.get().at(0) == 2 ? 1 : 0;
            }
            waiting.client().close();
        }
        out.println("accepted: " + accepted + " of " + count);
    }

    private String kib(long kibOfAll) {
        return String.format(Locale.ROOT, "%.1f KiB", (double) kibOfAll / count);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    private static final String SETTINGS = """
            listen:
              authentication: [127.0.0.1:0]
            limits:
              in-work: 100000
              in-work-per-client: 80000
            data: data
            store-key: store.key
            local:
              netbios-names: [CONTOSO]
            mfa:
              demo-phone:
                script: phone.txt
            """;

    private static final String POLICIES = """
            clients:
              - {name: vpn-01, address: 127.0.0.1, secret: '${file:bench.secret}'}
              - {name: rdgw-01, address: 127.0.0.2, secret: '${file:bench.secret}', type: rd-gateway, timeout: 5m}
            connection-request-policies:
              - name: All
                when: {day-and-time: Sun-Sat 00:00-24:00}
                authentication: here
                with: [local]
            network-policies:
              - name: Gateway
                when: {client-type: rd-gateway}
                constraints: {authentication-methods: [unauthenticated]}
                access: grant
                ignore-dial-in-properties: true
                mfa: {any-of: [demo-phone]}
              - name: Passwords
                when: {client-type: standard}
                constraints: {authentication-methods: [pap]}
                access: grant
                ignore-dial-in-properties: true
                mfa: none
            """;
}
