package io.countersign.radius.app;

import io.countersign.policy.InvalidDocument;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.FileOwner;
import io.countersign.radius.administration.FreeAddresses;
import io.countersign.radius.administration.ProductVersion;
import io.countersign.radius.administration.Wiring;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.MetricsEndpoint;
import io.countersign.radius.audit.MetricsSettings;
import io.countersign.radius.audit.Telemetry;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.control.ControlSocket;
import io.countersign.radius.control.Controlled;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.host.OwnersFiles;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.Store.Soundness;
import io.countersign.radius.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server: everything wired, from sockets to store.
 *
 * <p>Says how it is and refuses or does a reload at any moment, from before its start to after its end. Safe for use by many threads.
 */
public final class Node implements Controlled, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Path settingsFile;
    private final Environment environment;
    private final Instant since;
    private final Lifecycle lifecycle = new Lifecycle();
    private volatile Optional<Running> running = Optional.empty(); // published when everything is ready

    /** What a server that has started is made of, as far as it is asked for. */
    private record Running(
            List<InetSocketAddress> listening,
            List<InetSocketAddress> listeningForAccounting,
            InForce inForce,
            Reloads reloads,
            Telemetry telemetry,
            Services services) {}

    /** A server that does nothing yet. */
    public Node(Path settingsFile, Environment environment) {
        this.settingsFile = settingsFile;
        this.environment = environment;
        this.since = environment.clock().instant();
    }

    /** Makes a server and starts it, as by {@link #start()}. */
    public static Node start(Path settingsFile, Environment environment) {
        var node = new Node(settingsFile, environment);
        node.start();
        return node;
    }

    /**
     * Starts it, once. Listens last, when everything else is ready. If it throws, everything is closed again.
     *
     * @throws InvalidDocument if settings or policies cannot work
     * @throws StoreException if the store cannot be opened
     * @throws PluginRefused if a plugin must not or cannot be loaded
     * @throws NodeRefused if something else stands in the way, such as an address in use
     */
    public void start() {
        try {
            running = Optional.of(open(Wiring.settings(settingsFile, environment)));
            lifecycle.running();
        } catch (RuntimeException refused) {
            lifecycle.close();
            throw refused;
        }
    }

    /** Where it listens for authentication, with the real ports; nowhere before it runs. */
    public List<InetSocketAddress> listening() {
        return running.map(Running::listening).orElse(List.of());
    }

    @Override
    public ServerStatus status() {
        return running.map(this::status)
                .orElseGet(() -> ServerStatus.starting(
                        ProductVersion.text(), ProcessHandle.current().pid(), since));
    }

    @Override
    public List<OpenLogin> openLogins() {
        return running.map(parts -> parts.services().openLogins()).orElse(List.of());
    }

    @Override
    public PacketWatch.Watching packets(Consumer<PacketWatch.Sighting> watcher) {
        return running.map(parts -> parts.telemetry().witnesses().packets().watch(watcher))
                .orElseThrow(() -> new NodeRefused("the server does not answer requests yet; try again when it runs"));
    }

    @Override
    public Reloaded reload() {
        return switch (lifecycle.state()) {
            case STARTING -> new Reloaded.Refused(List.of("the server is starting; try again when it runs"));
            case RUNNING -> running.orElseThrow().reloads().reload();
            case STOPPING, STOPPED -> new Reloaded.Refused(List.of("the server stops"));
        };
    }

    /** Stops: receives no more, answers what is in work, closes everything. */
    @Override
    public void close() {
        lifecycle.close();
    }

    private Running open(NodeSettings settings) {
        FileOwner.requireMine(settings.store().files());
        lifecycle.with(ControlSocket.open(settings.data(), this));
        refuse(FreeAddresses.faults(settings));
        var store = lifecycle.with(Store.open(settings.store(), environment.clock(), Soundness.WHOLE));
        refuse(store.missingOrPutBack());
        store.removeOld();
        long newest = store.marks().changes();
        var users = users(settings, store);
        var clients = new Clients(List.of(), new Learnings(store.clients()));
        var telemetry = lifecycle.with(telemetry(settings.audit())); // hears of what ends while plugins are closed
        var inForce = lifecycle.with(inForce(settings, store, users, clients));
        settings.metrics()
                .ifPresent(metrics ->
                        lifecycle.with(metrics(metrics, telemetry, () -> complaint(settings, telemetry, store))));
        var reloads = lifecycle.with(new Reloads(settingsFile, environment, store, users, inForce, telemetry));
        var changes = new ChangeWatch(
                store.changes(),
                newest,
                users.remembered(),
                telemetry::changed,
                telemetry::changesWritten,
                environment.clock());
        var storeWatch = lifecycle.with(new StoreWatch(store::marks, marks -> {
            changes.seen(marks.changes());
            users.lockOuts().confirm(marks.changes());
            reloads.seen(marks);
            changes.tell(marks.changes());
        }));
        var services =
                new Services(lifecycle, settings, store, inForce, clients, telemetry, storeWatch, environment.clock());
        var opened =
                new Running(services.authentication(), services.accounting(), inForce, reloads, telemetry, services);
        storeWatch.start();
        OwnersFiles.warning(settings.data()).ifPresent(LOG::warn);
        settings.warnings().forEach(warning -> LOG.warn("{}", warning));
        return opened;
    }

    private static void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new NodeRefused(String.join("\n", faults));
        }
    }

    private Users users(NodeSettings settings, Store store) {
        var remembered = new RememberedUsers(store.users(), settings.rememberedUsers());
        var lockOuts = lifecycle.with(new LockOuts(store.lockOuts(), environment.clock()));
        return new Users(remembered, new PasswordHashes(), lockOuts);
    }

    private InForce inForce(NodeSettings settings, Store store, Users users, Clients clients) {
        var loaded = Loaded.load(settings, environment, store, users);
        try {
            return new InForce(Live.of(loaded, store, environment), clients);
        } catch (RuntimeException refused) {
            loaded.close();
            throw refused;
        }
    }

    private Telemetry telemetry(AuditSettings settings) {
        try {
            return Telemetry.open(settings, environment.clock());
        } catch (IOException failed) {
            throw new NodeRefused(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static MetricsEndpoint metrics(
            MetricsSettings settings, Telemetry telemetry, Supplier<Optional<String>> complaint) {
        try {
            return MetricsEndpoint.start(settings, telemetry.metrics(), complaint);
        } catch (IOException failed) {
            throw new NodeRefused(settings.refusal(failed), failed);
        }
    }

    /** Why the server does not answer logins, so that others should be asked; empty while it does. */
    private Optional<String> complaint(NodeSettings settings, Telemetry telemetry, Store store) {
        if (lifecycle.state() != Lifecycle.State.RUNNING) {
            return Optional.of("the server is " + lifecycle.state().name().toLowerCase(Locale.ROOT));
        }
        if (settings.audit().onFailure() == AuditSettings.OnFailure.DISCARD && telemetry.isAuditFailing()) {
            return Optional.of("the audit file cannot be written, and the settings say that there are no logins then");
        }
        try {
            store.marks().policies();
            return Optional.empty();
        } catch (StoreException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private ServerStatus status(Running parts) {
        var live = parts.inForce().live();
        return new ServerStatus(
                state(),
                ProductVersion.text(),
                ProcessHandle.current().pid(),
                since,
                parts.listening().stream().map(Printable::address).toList(),
                parts.listeningForAccounting().stream().map(Printable::address).toList(),
                live.policies().revision(),
                live.clients().size(),
                live.loaded().plugins().byName().keySet().stream().sorted().toList(),
                parts.telemetry().lost(),
                parts.services().forwarding().unavailable(),
                parts.services().forwarding().refusedReplies(),
                parts.telemetry().witnesses().traffic().seen(),
                parts.telemetry().witnesses().discards().inTheLastHour(),
                parts.telemetry().witnesses().unsigned().seen(),
                live.mark());
    }

    private ServerStatus.State state() {
        return switch (lifecycle.state()) {
            case STARTING -> ServerStatus.State.STARTING;
            case RUNNING -> ServerStatus.State.RUNNING;
            case STOPPING, STOPPED -> ServerStatus.State.STOPPING;
        };
    }
}
