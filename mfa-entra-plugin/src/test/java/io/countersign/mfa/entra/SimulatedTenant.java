package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.entra.simulator.EntraSimulator;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.contract.TestHost;
import io.countersign.mfa.contract.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant with its services, and the plugin set up for it. */
final class SimulatedTenant implements AutoCloseable {
    static final String PUSH_SECRET = "marker-secret-push-91c2";

    private static final Path MADE = make();
    private static final AtomicInteger LOGINS = new AtomicInteger();

    private final Path folder;
    private final TestHost host = new TestHost();
    private final List<MfaProvider> providers = new ArrayList<>();
    private EntraSimulator simulator;

    SimulatedTenant(Path folder) throws IOException {
        this.folder = folder;
        for (var file : List.of("entra-push.p12", "entra-push.cer", "entra-graph.p12", "entra-graph.cer", "tls.p12")) {
            Files.copy(MADE.resolve(file), folder.resolve(file));
        }
        tenant(resource("tenant.yaml"));
        this.simulator = EntraSimulator.start(folder, InstantSource.system());
    }

    /** Keys and certificates take a while to make, so all tests share them. */
    private static Path make() {
        try {
            var folder = Files.createTempDirectory("entra-tests-");
            new KeyPairFile(folder, "entra-push").make("CN=push", 400);
            new KeyPairFile(folder, "entra-graph").make("CN=graph", 400);
            Files.writeString(folder.resolve("tenant.yaml"), resource("tenant.yaml"));
            EntraSimulator.start(folder, InstantSource.system()).close();
            return folder;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SimulatedTenant.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    TestHost host() {
        return host;
    }

    EntraSimulator simulator() {
        return simulator;
    }

    Path folder() {
        return folder;
    }

    /** Starts the services anew, with another tenant. */
    void restart(String tenant) throws IOException {
        simulator.close();
        tenant(tenant);
        simulator = EntraSimulator.start(folder, InstantSource.system());
    }

    private void tenant(String text) throws IOException {
        Files.writeString(folder.resolve("tenant.yaml"), text);
    }

    void phone(String... lines) throws IOException {
        Files.writeString(folder.resolve("phone.txt"), String.join("\n", lines) + "\n");
    }

    void graph(String fault) throws IOException {
        Files.writeString(folder.resolve("graph.txt"), fault + "\n");
    }

    void graphWorksAgain() throws IOException {
        Files.deleteIfExists(folder.resolve("graph.txt"));
    }

    void revokeTokens() throws IOException {
        Files.writeString(folder.resolve("revoke-tokens"), "");
    }

    /** The prompts that phones really got: {@code UPN METHOD}. */
    List<String> prompts() throws IOException {
        return Files.readAllLines(folder.resolve("prompts.log")).stream()
                .map(line -> line.split(" ", -1))
                .map(words -> words[1] + " " + words[2])
                .toList();
    }

    void awaitPrompts(int count) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (prompts().size() < count) {
            assertThat(System.nanoTime())
                    .as("still waiting for %s prompts", count)
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** How many requests of a service have had such a path and status. */
    long requests(String beginning, int status) throws IOException {
        return Files.readAllLines(folder.resolve("requests.log")).stream()
                .filter(line -> line.startsWith(beginning) && line.endsWith(" " + status))
                .count();
    }

    TestSettings settings() throws IOException {
        return new TestSettings(folder)
                .with("tenant", "8f2b7c1e-0d5a-4b8e-9f59-3d9d1c6a2b40")
                .with("authority", simulator.login().toString())
                .with("certificate-authorities", "ca.pem")
                .with("push.host", simulator.push().toString())
                .with("push.certificate", "entra-push.p12")
                .with("push.certificate-password", Files.readString(MADE.resolve("entra-push.password")))
                .with("graph.client-id", "5a1f0c9e-7d11-4a52-8c53-0e6f1f2f7a10")
                .with("graph.host", simulator.graph().toString())
                .with("graph.certificate", "entra-graph.p12")
                .with("graph.certificate-password", Files.readString(MADE.resolve("entra-graph.password")))
                .with("domains.CONTOSO", "contoso.example");
    }

    MfaProvider provider() throws IOException {
        return provider(settings());
    }

    MfaProvider provider(TestSettings settings) {
        var provider = new EntraFactory().create(settings, host);
        providers.add(provider);
        return provider;
    }

    static MfaUser user(String name) {
        return new MfaUser(
                "local:" + name,
                name,
                Optional.of("CONTOSO"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** A login at an RD Gateway: nothing can be typed. */
    MfaRequest gateway(String name) {
        return request(user(name), EnumSet.of(Interaction.OUT_OF_BAND), Duration.ofSeconds(20));
    }

    /** A login at a VPN that can show a challenge. */
    MfaRequest vpn(String name) {
        return request(user(name), EnumSet.allOf(Interaction.class), Duration.ofSeconds(20));
    }

    MfaRequest request(MfaUser user, Set<Interaction> usable, Duration patience) {
        return new MfaRequest(
                "LOGIN" + LOGINS.incrementAndGet(),
                user,
                usable,
                "rdgw-01",
                Optional.empty(),
                host.clock().instant().plus(patience));
    }

    static void assertDenied(MfaOutcome outcome, String why) {
        assertThat(outcome).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(((MfaOutcome.Denied) outcome).reason()).contains(why);
    }

    static void assertUnavailable(MfaOutcome outcome, String why) {
        assertThat(outcome).isInstanceOf(MfaOutcome.Unavailable.class);
        assertThat(((MfaOutcome.Unavailable) outcome).cause()).contains(why);
    }

    @Override
    public void close() {
        providers.forEach(MfaProvider::close);
        simulator.close();
    }
}
