package io.countersign.radius.app;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.Problem;
import io.countersign.radius.access.AccessService;
import io.countersign.radius.access.SecondFactorRounds;
import io.countersign.radius.accounting.AccountingLedger;
import io.countersign.radius.accounting.AccountingRetention;
import io.countersign.radius.accounting.AccountingService;
import io.countersign.radius.accounting.AccountingSettings;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.FileOwner;
import io.countersign.radius.administration.PolicyAdministration;
import io.countersign.radius.administration.ProductVersion;
import io.countersign.radius.administration.Wiring;
import io.countersign.radius.audit.AuditFile;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.AuthLog;
import io.countersign.radius.audit.Metrics;
import io.countersign.radius.audit.MetricsEndpoint;
import io.countersign.radius.audit.MetricsSettings;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.ControlSocket;
import io.countersign.radius.control.Controlled;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.Exchange;
import io.countersign.radius.exchange.ExchangeSettings;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.plugins.Plugins;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.Challenges;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.Store.Marks;
import io.countersign.radius.store.Store.Soundness;
import io.countersign.radius.store.StoreException;
import io.countersign.radius.transport.UdpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: everything wired, from sockets to store.
 *
 * <p>Policies and clients that an administrator applies are taken up within half a second; {@link #reload} also takes up settings and
 * plugins. Either all of the new state comes into force, or none of it. Safe for use by many threads.
 */
public final class Node implements Controlled, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** No login takes longer, so plugins that were replaced so long ago are used no more. */
    private static final Duration LONGEST_LOGIN = Duration.ofMinutes(6);

    /** Records of the server itself; no plugin can have this name. */
    private static final String OWN_RECORDS = "_server";

    private final Path settingsFile;
    private final Environment environment;
    private final Store store;
    private final RememberedUsers users;
    private final Clients clients;
    private final Metrics metrics = new Metrics();
    private final Discards discards;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<InetSocketAddress> listening = new ArrayList<>();
    private final List<InetSocketAddress> listeningForAccounting = new ArrayList<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch").daemon().factory());
    private final StoreWatch storeWatch;
    private final ChangeWatch changeWatch;
    private final Forwarding forwarding;
    private final Instant since;

    /** Guards changes of what follows. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Publishes a finished state to the threads of requests. */
    private volatile Live live;

    /** Which changes are in force. Written under {@link #changing}, read by the watching thread. */
    private volatile long changeMark;

    /** A change of which the log has told that it cannot be taken up. */
    private long complainedOf;

    private Node(
            Path settingsFile,
            Environment environment,
            Store store,
            RememberedUsers users,
            Live live,
            long changeMark) {
        this.settingsFile = settingsFile;
        this.environment = environment;
        this.store = store;
        this.users = users;
        this.live = live;
        this.changeMark = changeMark;
        this.discards = new Discards(environment.clock());
        this.clients = new Clients(List.of(), this::learn);
        this.since = environment.clock().instant();
        this.complainedOf = changeMark;
        this.forwarding = new Forwarding(environment.clock());
        this.changeWatch = new ChangeWatch(
                store.changes(),
                store.marks().changes(),
                users,
                change -> audit().changed(change),
                () -> audit().waiting());
        this.storeWatch = new StoreWatch(store::marks, this::seen);
    }

    /**
     * Starts a server. Listens last, when everything else is ready.
     *
     * @throws InvalidDocument if settings or policies cannot work
     * @throws StoreException if the store cannot be opened
     * @throws PluginRefused if a plugin must not or cannot be loaded
     * @throws NodeRefused if something else stands in the way, such as an address in use
     */
    public static Node start(Path settingsFile, Environment environment) {
        var settings = SettingsReader.read(settingsFile, environment.variables());
        FileOwner.requireMine(settings.store().database());
        var store = Store.open(settings.store(), environment.clock(), Soundness.WHOLE);
        try {
            store.removeOld();
            long changeMark = store.marks().policies();
            var users = new RememberedUsers(store.users(), settings.rememberedUsers());
            var live = load(settings, environment, store, users);
            var node = new Node(settingsFile, environment, store, users, live, changeMark);
            node.open(settings);
            settings.warnings().forEach(warning -> LOG.warn("{}", warning));
            return node;
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
    }

    /** Where it listens for authentication, with the real ports. */
    public List<InetSocketAddress> listening() {
        return List.copyOf(listening);
    }

    @Override
    public ServerStatus status() {
        var now = live;
        return new ServerStatus(
                ProductVersion.text(),
                ProcessHandle.current().pid(),
                since,
                listening.stream().map(Printable::address).toList(),
                listeningForAccounting.stream().map(Printable::address).toList(),
                now.policies().revision(),
                now.clients().size(),
                now.plugins().byName().keySet().stream().sorted().toList(),
                audit().lost(),
                forwarding.unavailable(),
                changeMark);
    }

    @Override
    public Reloaded reload() {
        changing.lock();
        try {
            var settings = SettingsReader.read(settingsFile, environment.variables());
            var fixed = fixedAtStart(live.settings(), settings);
            if (!fixed.isEmpty()) {
                return refused(fixed);
            }
            long mark = store.marks().policies();
            var replaced = live.plugins();
            comeIntoForce(load(settings, environment, store, users), mark);
            var _ = watch.schedule(replaced::close, LONGEST_LOGIN.toSeconds(), TimeUnit.SECONDS);
            audit().reopen();
            LOG.info(
                    "reloaded: policy revision {}, {} clients",
                    live.policies().revision(),
                    live.clients().size());
            return new Reloaded.Done(live.policies().revision(), live.clients().size());
        } catch (InvalidDocument invalid) {
            return refused(invalid.problems().stream().map(Problem::toString).toList());
        } catch (StoreException | PluginRefused | NodeRefused failed) {
            return refused(List.of(String.valueOf(failed.getMessage())));
        } finally {
            changing.unlock();
        }
    }

    /** Stops: receives no more, answers what is in work, closes everything. */
    @Override
    public void close() {
        storeWatch.close();
        watch.shutdownNow();
        closeAll(opened);
        live.plugins().close();
        store.close();
    }

    private static Live load(NodeSettings settings, Environment environment, Store store, LocalUserStore users) {
        var plugins = Wiring.plugins(settings, environment, store);
        try {
            return live(settings, Wiring.dictionary(settings), plugins, environment, store, users);
        } catch (RuntimeException refused) {
            plugins.close();
            throw refused;
        }
    }

    private static Live live(
            NodeSettings settings,
            Dictionary dictionary,
            Plugins plugins,
            Environment environment,
            Store store,
            LocalUserStore users) {
        var names = Wiring.names(settings, dictionary, users, plugins);
        var now = new PolicyAdministration(store.administered(), () -> names, environment.variables()).inForce();
        return new Live(settings, plugins, now.policies(), now.clients());
    }

    private void open(NodeSettings settings) {
        try {
            settings.authentication().forEach(Listening::requireFree);
            settings.accounting().forEach(Listening::requireFree);
            opened.push(ControlSocket.open(settings.data(), this));
            opened.push(AuditFile.open(settings.audit(), environment.clock()));
            settings.metrics().ifPresent(this::serveMetrics);
            clients.replace(live.clients());
            opened.push(forwarding);
            var access = access();
            for (var listener : settings.authentication()) {
                listening.add(listen(listener, Service.AUTHENTICATION, access, settings.limits()));
            }
            if (!settings.accounting().isEmpty()) {
                var accounting = accounting(settings.accountingRecords());
                for (var listener : settings.accounting()) {
                    listeningForAccounting.add(listen(listener, Service.ACCOUNTING, accounting, settings.limits()));
                }
            }
            storeWatch.start();
        } catch (IOException failed) {
            closeAll(opened);
            throw new NodeRefused(
                    "the audit file " + settings.audit().file() + " cannot be written: " + failed.getMessage(), failed);
        } catch (RuntimeException refused) {
            closeAll(opened);
            throw refused;
        }
    }

    private AccessService access() {
        var calls = new ProviderCalls(environment.clock());
        var factors = new SecondFactors(calls, live.settings().prompts(), environment.clock());
        var challenges = Challenges.open(store.challenges(), store.records().of(OWN_RECORDS), environment.clock());
        metrics.gauge(
                "countersign.remote.servers.unavailable",
                "Remote RADIUS servers that are passed over",
                () -> forwarding.unavailable().size());
        metrics.gauge("countersign.prompts.open", "Prompts that wait for their users", factors::openPrompts);
        var audit = audit();
        metrics.counter("countersign.audit.lost", "Decisions that the audit file could not keep", audit::lost);
        for (var reason : DiscardReason.values()) {
            metrics.counter(
                    "countersign.discards",
                    "Datagrams that were met with silence",
                    Map.of("reason", reason.name()),
                    () -> discards.totals().getOrDefault(reason, 0L));
        }
        var log = new AuthLog();
        AuthEvents events = event -> {
            audit.happened(event);
            log.happened(event);
            metrics.happened(event);
        };
        return new AccessService(
                () -> live.policies(),
                forwarding,
                new SecondFactorRounds(factors, challenges, environment.clock()),
                events,
                live.settings().audit().trace() == AuditSettings.Trace.ALL,
                storeWatch::answers,
                environment.clock().withZone(ZoneId.systemDefault()));
    }

    private AccountingService accounting(AccountingSettings settings) {
        var ledger = new AccountingLedger(store.accounting(), environment.clock());
        opened.push(ledger);
        opened.push(new AccountingRetention(store.accounting(), settings, environment.clock()));
        metrics.counter("countersign.accounting.kept", "Accounting records that were kept", ledger::kept);
        metrics.counter(
                "countersign.accounting.repeated", "Accounting records that had been kept before", ledger::repeated);
        metrics.counter(
                "countersign.accounting.failed",
                "Accounting records that could not be kept, so that nothing was answered",
                ledger::failed);
        return new AccountingService(
                () -> live.policies(), ledger, forwarding, environment.clock().withZone(ZoneId.systemDefault()));
    }

    private InetSocketAddress listen(
            UdpSettings settings, Service service, RequestHandler handler, ExchangeSettings limits) {
        var exchange = new Exchange(service, limits, clients, handler, discards, environment.clock());
        opened.push(exchange);
        var listener = Listening.start(settings, exchange);
        opened.push(listener);
        return listener.address();
    }

    private void serveMetrics(MetricsSettings settings) {
        try {
            opened.push(MetricsEndpoint.start(settings, metrics, this::complaint));
        } catch (IOException failed) {
            throw new NodeRefused(
                    "metrics cannot be served on " + Printable.address(settings.address()) + ": " + failed.getMessage()
                            + "; choose another port for metrics: or leave it out",
                    failed);
        }
    }

    /** Why the server cannot do its work; empty while it can. */
    private Optional<String> complaint() {
        try {
            store.marks().policies();
            return Optional.empty();
        } catch (StoreException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    /** What an administrator has applied is taken up on another thread: the one that looks must not wait. */
    private void seen(Marks marks) {
        changeWatch.seen(marks.changes());
        if (marks.policies() != changeMark) {
            watch.execute(this::takeUpChanges);
        }
    }

    /** What cannot work leaves everything as it is. */
    private void takeUpChanges() {
        changing.lock();
        try {
            takeUp(store.marks().policies());
        } finally {
            changing.unlock();
        }
    }

    private void takeUp(long mark) {
        if (mark == changeMark) {
            return;
        }
        try {
            var dictionary = live.policies().dictionary();
            comeIntoForce(live(live.settings(), dictionary, live.plugins(), environment, store, users), mark);
            LOG.info(
                    "policy revision {} is in force, with {} clients",
                    live.policies().revision(),
                    live.clients().size());
        } catch (RuntimeException failed) {
            if (mark != complainedOf) {
                complainedOf = mark; // told once, and tried again until it works
                LOG.error("what was applied cannot be taken up; the server goes on as before: {}", failed.getMessage());
            }
        }
    }

    /** Keeps what was learnt on a thread of its own: the one that brings it must not wait for the disk. */
    private void learn(RadiusClient client, Instant at) {
        var _ = Thread.ofVirtual().name("learn " + client.name()).start(() -> {
            try {
                store.clients().signs(client, at);
                LOG.info(
                        "{} signs its requests: from now on those without Message-Authenticator are discarded",
                        client.name());
            } catch (StoreException failed) {
                LOG.warn(
                        "{} signs its requests, but that could not be kept, and is learnt again after a restart: {}",
                        client.name(),
                        failed.getMessage());
            }
        });
    }

    private void comeIntoForce(Live next, long mark) {
        live = next;
        clients.replace(next.clients());
        changeMark = mark;
    }

    private static List<String> fixedAtStart(NodeSettings now, NodeSettings next) {
        var changed = new ArrayList<String>();
        changed(changed, "listen.authentication", now.authentication(), next.authentication());
        changed(changed, "listen.accounting", now.accounting(), next.accounting());
        changed(changed, "accounting", now.accountingRecords(), next.accountingRecords());
        changed(changed, "limits", now.limits(), next.limits());
        changed(changed, "limits.remembered-users", now.rememberedUsers(), next.rememberedUsers());
        changed(changed, "metrics", now.metrics(), next.metrics());
        changed(changed, "data", now.data(), next.data());
        changed(changed, "store and store-key", now.store(), next.store());
        changed(changed, "prompts", now.prompts(), next.prompts());
        changed(changed, "audit", now.audit(), next.audit());
        return changed;
    }

    private static void changed(List<String> changed, String key, Object now, Object next) {
        if (!now.equals(next)) {
            changed.add(key + " has changed, which takes a restart; nothing was reloaded");
        }
    }

    private static Reloaded refused(List<String> problems) {
        LOG.error("not reloaded, the server goes on as before: {}", String.join("; ", problems));
        return new Reloaded.Refused(problems);
    }

    private AuditFile audit() {
        return opened.stream()
                .filter(AuditFile.class::isInstance)
                .map(AuditFile.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                LOG.warn("while stopping: {}", failed.toString());
            }
        }
    }
}
