package io.countersign.bench;

import io.countersign.bench.LoadRequests.Kind;
import io.countersign.mfa.contract.InMemoryRecords;
import io.countersign.policy.Problems;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.AccessService;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.Pace;
import io.countersign.radius.access.PoliciesInForce;
import io.countersign.radius.access.PolicyCompiler;
import io.countersign.radius.access.Traced;
import io.countersign.radius.app.LogSetup;
import io.countersign.radius.audit.AuditFile;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.AuthLog;
import io.countersign.radius.audit.Metrics;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.DiscardedLogins;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.Exchange;
import io.countersign.radius.exchange.ExchangeSettings;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.UnsignedRequests;
import io.countersign.radius.exchange.Witnesses;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.store.Store;
import io.countersign.radius.testing.InMemoryChallenges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a login costs between the socket's receive and its send: everything but system calls of the network, the audit line on its own
 * thread included. Time is that of the listener's thread; allocation that of all threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx1g"})
public class HotPath {
    private static final int USERS = 1000;
    private static final int ACCESS_ACCEPT = 2;

    /** More than a client's replies that are kept, so that none is a repetition when it comes round. */
    private static final int REQUESTS = 1 << 17;

    /** What is asked. */
    @Param({"RDG", "PAP"})
    public String kind;

    private final Octets[] requests = new Octets[REQUESTS];
    private Path folder;
    private Store store;
    private RememberedUsers users;
    private AuditFile audit;
    private Forwarding forwarding;
    private Exchange exchange;
    private Origin origin;
    private int next;
    private long accepted;

    /** Wires the path as a node does. */
    @Setup(Level.Trial)
    public void wire() throws IOException {
        LogSetup.level("warn");
        var clock = Clock.systemUTC();
        folder = Files.createTempDirectory("countersign-bench-");
        BenchSite.prepare(folder, Comparison.SETTINGS, Comparison.policies(), USERS);
        store = Store.open(
                SettingsReader.read(folder.resolve("countersign.yaml"), Map.of())
                        .store(),
                clock);
        var document = PolicyReader.read("policies.yaml", Comparison.policies());
        var clients = document.clients().orElseThrow();
        var dictionary = Dictionary.standard();
        var policies = PolicyCompiler.compile(1, document, clients, Map.of(), names(dictionary, clock), new Problems())
                .orElseThrow();
        audit = AuditFile.open(AuditSettings.of(folder.resolve("audit.jsonl"), AuditSettings.Trace.REFUSED), clock);
        forwarding = new Forwarding(clock);
        exchange = new Exchange(
                Service.AUTHENTICATION,
                ExchangeSettings.DEFAULT,
                new Clients(
                        clients.stream()
                                .map(client -> new RadiusClient(client, BenchSite.SECRET))
                                .toList(),
                        (_, _) -> {}),
                access(policies, clock),
                new Witnesses(
                        new Discards(clock),
                        new DiscardedLogins(clock, audit::discarded),
                        new ClientTraffic(clock),
                        new PacketWatch(clock),
                        new UnsignedRequests(clock)),
                clock);
        var address = InetAddress.ofLiteral(Kind.valueOf(kind) == Kind.RDG ? "127.0.0.2" : "127.0.0.1");
        origin = new Origin(new InetSocketAddress(address, 1812), new InetSocketAddress(address, 1645));
        var load = new LoadRequests(Kind.valueOf(kind), BenchSite.SECRET, USERS);
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = load.next(i % 256);
        }
        lookUpEveryUser();
    }

    /** Who was looked up is remembered: what is measured then takes no waiting. */
    private void lookUpEveryUser() {
        var load = new LoadRequests(Kind.valueOf(kind), BenchSite.SECRET, USERS);
        for (int i = 0; i < 20 * USERS; i++) {
            exchange.receive(load.next(i % 256), origin, _ -> {});
        }
        exchange.drain(Duration.ofSeconds(10));
    }

    private AccessService access(CompiledPolicies policies, Clock clock) {
        var log = new AuthLog();
        var metrics = new Metrics();
        AuthEvents events = event -> {
            audit.happened(event);
            log.happened(event);
            metrics.happened(event);
        };
        var factors = new SecondFactors(new ProviderCalls(clock), PromptSettings.DEFAULT, clock);
        var challenges = Challenges.open(new InMemoryChallenges(), new InMemoryRecords(clock), clock);
        return new AccessService(
                _ -> Optional.of(new PoliciesInForce.Lent(policies, () -> {})),
                forwarding,
                factors,
                challenges,
                events,
                Traced.REFUSED,
                () -> true,
                new Pace(clock),
                clock);
    }

    private CompiledPolicies.Names names(Dictionary dictionary, Clock clock) {
        users = new RememberedUsers(store.users(), 100_000);
        var local = new LocalDirectory(
                new LocalSettings(Set.of(), Optional.of(LockOutRule.DEFAULT), LocalSettings.DEFAULT_PASSWORD_LENGTH),
                users,
                new PasswordHashes(),
                new LockOuts(store.lockOuts(), clock));
        return new CompiledPolicies.Names(dictionary, Map.of(local.name(), local), Map.of(), Set.of());
    }

    /** As the node's watch does. */
    @Setup(Level.Iteration)
    public void confirm() {
        users.confirm();
    }

    /** One login. */
    @Benchmark
    public void login() {
        exchange.receive(
                requests[next++ % REQUESTS], origin, reply -> accepted += reply.at(0) == ACCESS_ACCEPT ? 1 : 0);
    }

    /** Every user was let in, or what was measured is no login. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        exchange.close();
        forwarding.close();
        audit.close();
        store.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        if (accepted != next) {
            throw new IllegalStateException(accepted + " of " + next + " logins were let in");
        }
    }
}
