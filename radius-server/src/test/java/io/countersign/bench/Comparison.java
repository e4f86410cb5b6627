package io.countersign.bench;

import io.countersign.bench.LoadRequests.Kind;
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
 * CPU per reply and latency beside FreeRADIUS's, in alternating runs. The full path: ten network policies of which the last matches, an
 * audit line for each login, Message-Authenticator first in each reply, the cache of duplicates.
 */
final class Comparison {
    private static final int USERS = 1000;
    private static final int SOCKETS = 4;
    private static final int WINDOW = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration RUN = Duration.ofSeconds(6);

    private final PrintStream out;
    private final Kind kind;
    private final int rounds;

    private Comparison(PrintStream out, Kind kind, int rounds) {
        this.out = out;
        this.kind = kind;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var kind = Kind.valueOf(arguments.length > 0 ? arguments[0].toUpperCase(Locale.ROOT) : "PAP");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        new Comparison(out, kind, rounds).run(Files.createTempDirectory("countersign-bench-"));
    }

    /** One server under load. */
    private record Peer(String name, RadiusLoad load, ServerProcess server) {
        Sample sample() throws IOException {
            double before = server.glance().cpuSeconds();
            var result = load.closed(WINDOW, RUN);
            return new Sample(result, (server.glance().cpuSeconds() - before) * 1e6 / result.replies());
        }
    }

    private record Sample(RadiusLoad.Result result, double cpuMicros) {}

    private void run(Path folder) throws Exception {
        out.println(kind + ", " + USERS + " users, " + SOCKETS * WINDOW + " requests outstanding; "
                + FreeRadiusPeer.version());
        try (var site = BenchSite.start(
                        folder.resolve("countersign"), SETTINGS, policies(), USERS, "--log-level", "warn");
                var peer = FreeRadiusPeer.start(folder.resolve("freeradius"), USERS);
                var ours = load(site.address());
                var theirs = load(peer.address())) {
            var countersign = new Peer("countersign", ours, site.server());
            var freeRadius = new Peer("freeradius", theirs, peer.server());
            out.println("warm-up:     " + ours.closed(WINDOW, WARM_UP));
            theirs.closed(WINDOW, Duration.ofSeconds(2));
            var mine = new ArrayList<Sample>();
            var others = new ArrayList<Sample>();
            for (int round = 0; round < rounds; round++) {
                mine.add(told(countersign));
                others.add(told(freeRadius));
            }
            double our = median(mine);
            double their = median(others);
            out.println(String.format(
                    Locale.ROOT,
                    "CPU per reply, median: countersign %.2f us, freeradius %.2f us, ratio %.2f",
                    our,
                    their,
                    our / their));
            latency(others, countersign, freeRadius);
            out.println("countersign: " + site.server().glance());
            long lines = Files.size(site.folder().resolve("data/audit.jsonl"));
            out.println("audit file:  " + lines / 1_000_000 + " MB");
        }
    }

    private Sample told(Peer peer) throws IOException {
        var sample = peer.sample();
        out.println(String.format(
                Locale.ROOT,
                "%-12s %s, %.2f us of CPU a reply",
                peer.name() + ":",
                sample.result(),
                sample.cpuMicros()));
        return sample;
    }

    private void latency(List<Sample> others, Peer countersign, Peer freeRadius) throws IOException {
        double most = others.stream()
                .mapToDouble(sample -> sample.result().rate())
                .max()
                .orElseThrow();
        double rate = 0.7 * most;
        out.println(
                String.format(Locale.ROOT, "at %,.0f requests/s, 70 %% of the most that FreeRADIUS answered:", rate));
        for (int round = 0; round < 3; round++) {
            for (var peer : List.of(countersign, freeRadius)) {
                out.println(String.format(
                        Locale.ROOT, "%-12s %s", peer.name() + ":", peer.load().open(rate, RUN)));
            }
        }
    }

    private static double median(List<Sample> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Sample::cpuMicros).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    private RadiusLoad load(InetSocketAddress server) throws IOException {
        String from = kind == Kind.RDG ? "127.0.0.2" : "127.0.0.1";
        return new RadiusLoad(
                kind, new InetSocketAddress(InetAddress.ofLiteral(from), 0), server, BenchSite.SECRET, USERS, SOCKETS);
    }

    static final String SETTINGS = """
            listen:
              authentication: [127.0.0.1:0]
            data: data
            store-key: store.key
            """;

    /** Ten network policies, of which the last matches. */
    static String policies() {
        var policies = new StringBuilder("""
                clients:
                  - {name: vpn-01, address: 127.0.0.1, secret: '${file:bench.secret}'}
                  - {name: rdgw-01, address: 127.0.0.2, secret: '${file:bench.secret}', type: rd-gateway}
                connection-request-policies:
                  - name: All
                    when: {day-and-time: Sun-Sat 00:00-24:00}
                    authentication: here
                    with: [local]
                network-policies:
                """);
        for (int i = 0; i < 9; i++) {
            policies.append(String.format(Locale.ROOT, """
                      - name: Others %d
                        when: {client-friendly-name: '^other-%d', user-groups: ['local\\Users']}
                        access: deny
                    """, i, i));
        }
        return policies.append("""
                  - name: Users
                    when: {user-groups: ['local\\Users'], day-and-time: Sun-Sat 00:00-24:00}
                    constraints: {authentication-methods: [pap, unauthenticated], session-timeout: 1h}
                    access: grant
                    ignore-dial-in-properties: true
                    mfa: none
                    reply: {Class: bench}
                """).toString();
    }
}
