package io.countersign.radius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policy.DialIn;
import io.countersign.radius.access.Administered.Next;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts;
import io.countersign.radius.administration.Setup;
import io.countersign.radius.audit.Telemetry;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.ControlClient;
import io.countersign.radius.control.Controlled.Reloaded;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.plugins.PluginJar;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.store.Store;
import io.countersign.radius.testing.Awaited;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "plugins are loaded from folders whose POSIX modes are looked at")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeTest {
    private static final String POLICIES = """
            clients:
              - {name: vpn-01, address: 127.0.0.1, secret: "${env:SECRET}"@MORE@}
            connection-request-policies: []
            network-policies: []
            """;

    /** Where the plugin is that every server here has, compiled once, and the file that it waits for. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private final Environment environment =
            new Environment(List.of(), Map.of("SECRET", "a shared secret of some length"), InstantSource.system());
    private Path settings;
    private Path gate;

    @BeforeAll
    static void compile() throws IOException {
        new PluginJar()
                .factoryThatWaitsFor(made.resolve("gate"), "Waiting", "waiting")
                .into(made.resolve("waiting"));
    }

    @BeforeEach
    void init() throws IOException {
        gate = made.resolve("gate");
        Files.deleteIfExists(gate);
        Files.deleteIfExists(made.resolve("gate.wanted"));
        settings = Files.writeString(
                folder.resolve("countersign.yaml"), "listen:\n  authentication: [127.0.0.1:0]\nplugins: plugins\n");
        Setup.init(settings, environment);
        Files.copy(
                made.resolve("waiting").resolve("plugin.jar"),
                Files.createDirectories(folder.resolve("plugins").resolve("waiting"))
                        .resolve("plugin.jar"));
    }

    @Test
    void saysHowItIsAndRefusesAReloadWhileItStarts() throws Exception {
        try (var node = new Node(settings, environment)) {
            assertThat(node.status().state()).isEqualTo(ServerStatus.State.STARTING);
            var starting = inBackground(() -> {
                node.start();
                return node.status();
            });
            Awaited.until(() -> control().status().isPresent());
            assertThat(control().status().orElseThrow().state()).isEqualTo(ServerStatus.State.STARTING);
            assertThat(control().reload().orElseThrow())
                    .isEqualTo(new Reloaded.Refused(List.of("the server is starting; try again when it runs")));

            Files.createFile(gate);

            assertThat(starting.get().state()).isEqualTo(ServerStatus.State.RUNNING);
            assertThat(control().status().orElseThrow().plugins()).containsExactly("waiting");
        }
        assertThat(control().status()).isEmpty();
    }

    @Test
    void doesNotStartOnceAUserWasPutBackPastTheStore() throws Exception {
        Files.createFile(gate);
        var database = "jdbc:sqlite:" + folder.resolve("countersign.db");
        try (var installation = Installation.open(settings, environment)) {
            var accounts = installation.accounts();
            accounts.add(
                    new LocalAccounts.NewUser("mallory", Set.of(), DialIn.ABSENT, true),
                    Secret.ofText("an old password"),
                    LocalAccounts.Storage.REVERSIBLE);
            execute(database, "CREATE TABLE away AS SELECT * FROM local_user");
            accounts.remove("mallory");
        }
        execute(database, "INSERT INTO local_user SELECT * FROM away");

        try (var node = new Node(settings, environment)) {
            assertThatThrownBy(node::start)
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("rows of local_user")
                    .hasMessageContaining("check --seal-anew");
        }
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void leavesNothingBehindWhenItCannotStart() throws Exception {
        Files.createDirectory(folder.resolve("plugins").resolve("nothing"));
        Files.createFile(gate);
        var node = new Node(settings, environment);
        assertThatThrownBy(node::start).isInstanceOf(PluginRefused.class);
        node.close();
        assertThat(node.reload()).isEqualTo(new Reloaded.Refused(List.of("the server stops")));
        assertThat(control().status()).isEmpty();

        Files.delete(folder.resolve("plugins").resolve("nothing"));
        Node.start(settings, environment).close();
    }

    @Test
    void opensTheAuditFileByItsNameAgainThoughAReloadIsRefused() throws Exception {
        Files.createFile(gate);
        try (var node = Node.start(settings, environment)) {
            var audit = folder.resolve("audit.jsonl");
            Files.move(audit, folder.resolve("audit.1"));
            Files.writeString(settings, "listen: nowhere\n");

            assertThat(node.reload()).isInstanceOf(Reloaded.Refused.class);

            Awaited.until(() -> Files.exists(audit));
        }
    }

    @Test
    void takesUpPoliciesThoughAReloadWaitsForAPlugin() throws Exception {
        Files.createFile(gate);
        try (var node = Node.start(settings, environment)) {
            Files.delete(gate);
            var reload = inBackground(node::reload);
            Awaited.until(() -> Files.exists(made.resolve("gate.wanted")));
            assertThat(refusedForAnother(node.reload())).isTrue();

            appendARevision(); // a command would load plugins too
            Awaited.until(() -> node.status().policyRevision() == 1);

            assertThat(reload.isDone()).as("it still waits for the plugin").isFalse();
            Files.createFile(gate);
            assertThat(reload.get()).isEqualTo(new Reloaded.Done(1, 0));
        }
    }

    @Test
    void loadsNoPluginForAChangeOfPolicies() throws Exception {
        Files.createFile(gate);
        try (var node = Node.start(settings, environment)) {
            Files.delete(folder.resolve("plugins").resolve("waiting").resolve("plugin.jar"));
            appendARevision();
            Awaited.until(() -> node.status().policyRevision() == 1);
            assertThat(node.status().plugins()).containsExactly("waiting");
        }
    }

    @Test
    void triesWhatCannotWorkOnceAndThenNowAndThen() throws Exception {
        Files.createFile(gate);
        var now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
        var watched = new Environment(List.of(), environment.variables(), now::get);
        var tasks = new Tasks();
        try (var store = Store.open(read().store(), environment.clock());
                var telemetry = Telemetry.open(read().audit(), environment.clock());
                var inForce = inForce(store);
                var reloads = new Reloads(settings, watched, store, users(store), inForce, telemetry, tasks)) {
            reloads.seen(store.marks());
            assertThat(tasks.waiting).as("nothing was applied").isEmpty();

            append("network-policies: nonsense\n");
            reloads.seen(store.marks());
            reloads.seen(store.marks());
            assertThat(tasks.waiting).hasSize(1);
            tasks.runAll();
            reloads.seen(store.marks());
            assertThat(tasks.waiting).as("the same again").isEmpty();

            now.set(now.get().plusSeconds(30));
            reloads.seen(store.marks());
            reloads.seen(store.marks());
            assertThat(tasks.waiting).hasSize(1);
            tasks.runAll();
            reloads.seen(store.marks());
            assertThat(tasks.waiting).isEmpty();

            inForce.replace(new Live(
                    load(store),
                    inForce.live().policies(),
                    inForce.live().clients(),
                    inForce.live().mark()));
            reloads.seen(store.marks());
            assertThat(tasks.waiting).as("other plugins").hasSize(1);
            tasks.runAll();

            appendARevision();
            reloads.seen(store.marks());
            tasks.runAll();
            assertThat(inForce.live().policies().revision()).isEqualTo(2);
        }
    }

    /** What was handed over, until the test runs it. */
    private static final class Tasks extends AbstractExecutorService {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        }

        @Override
        public void execute(Runnable task) {
            waiting.add(task);
        }

        @Override
        public void shutdown() {
            waiting.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            waiting.clear();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }

    @Test
    void writesTheAuditFileUntilTheLastPluginIsClosed() throws Exception {
        var jar = new PluginJar().factory("Last", "last", "").closing("""
                System.setProperty("audit-writer.at-close", String.valueOf(Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("audit-writer"))));
                """);
        jar.into(folder.resolve("plugins").resolve("last"));
        Files.createFile(gate);

        System.clearProperty("audit-writer.at-close");
        Node.start(settings, environment).close();

        assertThat(System.getProperty("audit-writer.at-close")).isEqualTo("true");
    }

    @Test
    void aRequestOfAClientThatWasChangedMeanwhileIsNotDecided() throws Exception {
        Files.createFile(gate);
        apply(POLICIES.replace("@MORE@", ""));
        try (var store = Store.open(read().store(), environment.clock());
                var inForce = inForce(store)) {
            var before = inForce.live().clients().get("vpn-01");
            inForce.lend(before).orElseThrow().close();

            apply(POLICIES.replace("@MORE@", ", type: rd-gateway"));
            inForce.replace(Live.of(inForce.live().loaded(), store, environment));

            assertThat(inForce.lend(before)).isEmpty();
            inForce.lend(inForce.live().clients().get("vpn-01")).orElseThrow().close();
        }
    }

    @Test
    void closesPluginsOnceTheLastRequestThatUsesThemHasEnded() throws Exception {
        Files.createFile(gate);
        apply(POLICIES.replace("@MORE@", ""));
        try (var store = Store.open(read().store(), environment.clock());
                var inForce = inForce(store)) {
            System.clearProperty("closed.waiting");
            var request = inForce.lend(inForce.live().clients().get("vpn-01")).orElseThrow();
            inForce.replace(Live.of(load(store), store, environment));
            inForce.lend(inForce.live().clients().get("vpn-01")).orElseThrow().close();
            assertThat(System.getProperty("closed.waiting")).isNull();

            request.close();
            Awaited.until(() -> System.getProperty("closed.waiting") != null);
        }
    }

    @Test
    void reloadsLeaveNoPluginsBehind() throws Exception {
        Files.createFile(gate);
        try (var store = Store.open(read().store(), environment.clock());
                var inForce = inForce(store)) {
            var before = new ArrayList<WeakReference<ClassLoader>>();
            for (int i = 0; i < 60; i++) {
                before.add(new WeakReference<>(loader(inForce)));
                inForce.replace(Live.of(load(store), store, environment));
            }
            Awaited.until(() -> {
                System.gc();
                return before.stream().allMatch(gone -> gone.refersTo(null));
            });
            assertThat(loader(inForce)).isNotNull();
        }
    }

    private static ClassLoader loader(InForce inForce) {
        return inForce.live()
                .loaded()
                .plugins()
                .byName()
                .get("waiting")
                .plugin()
                .getClass()
                .getClassLoader();
    }

    private NodeSettings read() {
        return SettingsReader.read(settings, environment.variables());
    }

    private Users users(Store store) {
        return new Users(
                new RememberedUsers(store.users(), 100),
                new PasswordHashes(),
                new LockOuts(store.lockOuts(), environment.clock()));
    }

    private Loaded load(Store store) {
        return Loaded.load(read(), environment, store, users(store));
    }

    private InForce inForce(Store store) {
        return new InForce(
                Live.of(load(store), store, environment), new Clients(List.of(), (_, _) -> {}), Duration.ZERO);
    }

    private void appendARevision() {
        append("connection-request-policies: []\nnetwork-policies: []\n");
    }

    private void append(String policies) {
        try (var store = Store.open(read().store(), environment.clock())) {
            var next = new Next(Optional.of(policies), Optional.empty(), Optional.empty());
            var deed = new Deed(Set.of(Kind.POLICIES), Author.PROGRAM, List.of(), List.of());
            var administered = store.administered();
            assertThat(administered.write(administered.read(), next, deed)).isInstanceOf(Written.Done.class);
        }
    }

    private void apply(String text) {
        try (var installation = Installation.open(settings, environment)) {
            var policies = installation.policies();
            var written = installation.apply(policies.plan("policies.yaml", text, folder), "");
            assertThat(written).isInstanceOf(Written.Done.class);
        }
    }

    private ControlClient control() {
        return new ControlClient(folder);
    }

    private static boolean refusedForAnother(Reloaded reloaded) {
        return reloaded instanceof Reloaded.Refused(var problems)
                && problems.getFirst().contains("another reload is in work");
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name("in background").daemon().start(task);
        return task;
    }
}
