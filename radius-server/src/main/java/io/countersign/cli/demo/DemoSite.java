package io.countersign.cli.demo;

import io.countersign.mfa.Enrolling.Others;
import io.countersign.policy.DialIn;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.FactorSetup;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import io.countersign.radius.administration.LocalAccounts.Storage;
import io.countersign.radius.administration.Setup;
import io.countersign.radius.app.Node;
import io.countersign.radius.crypto.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A complete node in a temporary folder, made with the same steps as a real one, its two clients and its Entra tenant. Everything is gone
 * when it is closed.
 */
final class DemoSite implements AutoCloseable {
    static final String GATEWAY_USERS = "RDG Users";
    static final String VPN_USERS = "VPN Users";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Map<String, String> passwords = Map.of("alice", word(), "bob", word(), "carol", word());
    private final String gatewaySecret = word();
    private final String vpnSecret = word();
    private final DemoTenant tenant;
    private final AuthenticatorApp carolsApp;
    private final Node node;

    private DemoSite(Path folder, Environment environment, DemoTenant tenant) throws IOException {
        this.folder = folder;
        this.tenant = tenant;
        var settings = folder.resolve("countersign.yaml");
        Files.writeString(settings, settings(tenant));
        Files.writeString(folder.resolve("policies.yaml"), resource("policies.yaml"));
        Files.writeString(folder.resolve("rdgw-01.secret"), gatewaySecret);
        Files.writeString(folder.resolve("vpn-01.secret"), vpnSecret);
        Setup.init(settings, environment);
        try (var installation = Installation.open(settings, environment)) {
            addUsers(installation);
            applyPolicies(installation);
            var carol = installation.factors().user("carol").orElseThrow();
            var factors = installation.factors();
            var offer = factors.offer(carol, "totp", Others.NONE, Optional.empty());
            this.carolsApp = AuthenticatorApp.scan(offer.uri().orElseThrow(), environment.clock());
            factors.keep(carol, "totp", offer);
        }
        this.node = Node.start(settings, environment);
    }

    static DemoSite make(Environment environment, Path home) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("countersign-demo-");
        try {
            var tenant = tenant(environment, home, folder);
            try {
                return new DemoSite(folder, environment, tenant);
            } catch (IOException | RuntimeException failed) {
                tenant.close();
                throw failed;
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            delete(folder);
            throw failed;
        }
    }

    /** Prepared as an administrator does it: {@code countersign entra setup}, and the certificates go to the tenant. */
    private static DemoTenant tenant(Environment environment, Path home, Path folder)
            throws IOException, InterruptedException {
        var tenant = Files.createDirectory(folder.resolve("tenant"));
        Files.writeString(tenant.resolve("tenant.yaml"), resource("tenant.yaml"));
        Files.writeString(tenant.resolve("phone.txt"), "alice approve after 700ms\nbob deny after 500ms\n");
        new FactorSetup(folder.resolve("countersign.yaml"), environment)
                .run("entra", Map.of("tenant", "contoso.example"), folder);
        for (var certificate : List.of("entra-push.cer", "entra-graph.cer")) {
            Files.copy(folder.resolve(certificate), tenant.resolve(certificate));
        }
        return DemoTenant.start(home, tenant);
    }

    private static String settings(DemoTenant tenant) throws IOException {
        return resource("countersign.yaml")
                .replace("@LOGIN@", tenant.address("login"))
                .replace("@PUSH@", tenant.address("push"))
                .replace("@GRAPH@", tenant.address("graph"));
    }

    Path folder() {
        return folder;
    }

    InetSocketAddress address() {
        return node.listening().getFirst();
    }

    Set<String> factors() {
        return Set.copyOf(node.status().plugins());
    }

    String password(String user) {
        return Optional.ofNullable(passwords.get(user)).orElseThrow();
    }

    AuthenticatorApp carolsApp() {
        return carolsApp;
    }

    String gatewaySecret() {
        return gatewaySecret;
    }

    String vpnSecret() {
        return vpnSecret;
    }

    DemoClient gateway() throws IOException {
        return client("127.0.0.2", gatewaySecret);
    }

    DemoClient vpn() throws IOException {
        return client("127.0.0.1", vpnSecret);
    }

    DemoTenant tenant() {
        return tenant;
    }

    AuditTrail audit() {
        return new AuditTrail(folder.resolve("data").resolve("audit.jsonl"));
    }

    @Override
    public void close() {
        node.close();
        tenant.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            // A temporary folder; the system removes what is left of it.
        }
    }

    private void addUsers(Installation installation) {
        var groups = Map.of("alice", GATEWAY_USERS, "bob", GATEWAY_USERS, "carol", VPN_USERS);
        groups.forEach((user, group) -> installation
                .accounts()
                .add(
                        new NewUser(user, Set.of(group), DialIn.ABSENT, true),
                        Secret.ofText(password(user)),
                        Storage.ARGON2ID));
    }

    private void applyPolicies(Installation installation) throws IOException {
        var policies = installation.policies();
        var text = Files.readString(folder.resolve("policies.yaml"));
        var plan = policies.plan("policies.yaml", text, folder);
        if (installation.apply(plan, "the demo's policies") instanceof Written.Overtaken) {
            throw new IOException("somebody else applies policies in " + folder);
        }
    }

    private DemoClient client(String address, String secret) throws IOException {
        return new DemoClient(InetAddress.getByName(address), Secret.ofText(secret), address(), PATIENCE);
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = DemoSite.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("the program lacks its file " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String word() {
        var octets = new byte[12];
        RANDOM.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
