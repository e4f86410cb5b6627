package io.countersign.cli.demo;

import io.countersign.policy.DialIn;
import io.countersign.radius.app.Environment;
import io.countersign.radius.app.Installation;
import io.countersign.radius.app.LocalAccounts.NewUser;
import io.countersign.radius.app.LocalAccounts.Storage;
import io.countersign.radius.app.Node;
import io.countersign.radius.app.Setup;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A complete node in a temporary folder, made with the same steps as a real one, and its two clients. Everything is gone when it is
 * closed.
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
    private final AuthenticatorApp carolsApp;
    private final Node node;

    private DemoSite(Path folder, Environment environment) throws IOException {
        this.folder = folder;
        copy("countersign.yaml");
        copy("policies.yaml");
        Files.writeString(folder.resolve("rdgw-01.secret"), gatewaySecret);
        Files.writeString(folder.resolve("vpn-01.secret"), vpnSecret);
        phone("alice approve after 700ms", "bob deny after 500ms");
        var settings = folder.resolve("countersign.yaml");
        Setup.init(settings, environment);
        try (var installation = Installation.open(settings, environment)) {
            addUsers(installation);
            applyPolicies(installation);
            var carol = installation.factors().user("carol").orElseThrow();
            var enrolled = installation.factors().enroll(carol, "totp", Optional.empty());
            this.carolsApp = AuthenticatorApp.scan(enrolled.uri().orElseThrow(), environment.clock());
        }
        this.node = Node.start(settings, environment);
    }

    static DemoSite make(Environment environment) throws IOException {
        var folder = Files.createTempDirectory("countersign-demo-");
        try {
            return new DemoSite(folder, environment);
        } catch (IOException | RuntimeException failed) {
            delete(folder);
            throw failed;
        }
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

    /** Says what the phone does from now on. */
    void phone(String... lines) throws IOException {
        Files.writeString(folder.resolve("phone.txt"), String.join("\n", lines) + "\n");
    }

    AuditTrail audit() {
        return new AuditTrail(folder.resolve("data").resolve("audit.jsonl"));
    }

    @Override
    public void close() {
        node.close();
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
        if (policies.apply(plan, "demo", "the demo's policies").isEmpty()) {
            throw new IOException("somebody else applies policies in " + folder);
        }
    }

    private DemoClient client(String address, String secret) throws IOException {
        return new DemoClient(InetAddress.getByName(address), Secret.ofText(secret), address(), PATIENCE);
    }

    private void copy(String name) throws IOException {
        try (InputStream resource = DemoSite.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("the program lacks its file " + name);
            }
            Files.writeString(folder.resolve(name), new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String word() {
        var octets = new byte[12];
        RANDOM.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
