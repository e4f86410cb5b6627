package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.policy.CaseFolding;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.accounting.Session;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.ControlClient;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.plugins.Plugins;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.Store.Soundness;
import io.countersign.radius.transport.UdpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings, store and plugins of one node as the command line administers them, beside a running server or without one. For one
 * thread.
 */
public final class Installation implements AutoCloseable {
    private static final Set<Kind> OF_DOCUMENT = Set.of(Kind.POLICIES, Kind.CLIENTS, Kind.SERVERS);

    private final NodeSettings settings;
    private final Environment environment;
    private final Author author;
    private final Store store;
    private @Nullable Plugins plugins;
    private @Nullable Directories directories;

    private Installation(NodeSettings settings, Environment environment, Author author, Store store) {
        this.settings = settings;
        this.author = author;
        this.environment = environment;
        this.store = store;
    }

    /**
     * Reads the settings and opens the store; plugins are loaded when they are first asked for. Writes nothing.
     *
     * @param author of whatever is changed
     * @throws io.countersign.policy.InvalidDocument if there is anything wrong with the settings
     * @throws io.countersign.radius.store.StoreException if the store cannot be opened
     * @throws NodeRefused if the files are another user's
     */
    public static Installation open(Path settingsFile, Environment environment, Author author) {
        return open(settingsFile, environment, author, Soundness.QUICK);
    }

    /** The same once the whole file of the store was read and found sound, which takes its time. */
    public static Installation openWhole(Path settingsFile, Environment environment, Author author) {
        return open(settingsFile, environment, author, Soundness.WHOLE);
    }

    private static Installation open(Path settingsFile, Environment environment, Author author, Soundness soundness) {
        var settings = Wiring.settings(settingsFile, environment);
        FileOwner.requireMine(settings.store().files());
        return new Installation(
                settings, environment, author, Store.open(settings.store(), environment.clock(), soundness));
    }

    /** For a program that administers by itself. */
    public static Installation open(Path settingsFile, Environment environment) {
        return open(settingsFile, environment, Author.PROGRAM);
    }

    /** Local users and groups. */
    public LocalAccounts accounts() {
        return new LocalAccounts(
                store.users(), store.userChanges(), store.lockOuts(), settings.local(), author, environment.clock());
    }

    /** The users' second factors. */
    public Factors factors() {
        return new Factors(directories(), providers(), store.changes(), author);
    }

    /** The policies and their revisions. */
    public PolicyAdministration policies() {
        return new PolicyAdministration(store.administered(), this::names, environment.variables());
    }

    /**
     * Writes a plan of {@link #policies}, unless something has changed since it was made.
     *
     * @param comment for the history
     */
    public Written apply(PolicyAdministration.Plan plan, String comment) {
        return policies().apply(plan, author.saying(comment));
    }

    /**
     * The changes that were made, newest first.
     *
     * @param kinds those about one of these; all if none is named
     */
    public List<Change> history(Set<Kind> kinds, int most) {
        return store.changes().newest(kinds, most);
    }

    /** The number of the newest change of what a policy document holds; 0 if there is none. */
    public long newestOfDocument() {
        return history(OF_DOCUMENT, 1).stream()
                .mapToLong(Change::number)
                .findFirst()
                .orElse(0);
    }

    /** The changes of what a policy document holds that came after another one, newest first; no more than a hundred. */
    public List<Change> ofDocumentSince(long number) {
        return history(OF_DOCUMENT, 100).stream()
                .takeWhile(change -> change.number() > number)
                .toList();
    }

    /** Everything sealed that does not verify, one line each. */
    public List<String> damage() {
        return store.damage();
    }

    /**
     * Takes for good which users, groups and second factors the store has, and the change log as it stands, and keeps that in the change
     * log. What does not verify by itself stays refused.
     *
     * @return what still does not verify, one line each
     */
    public List<String> sealAnew() {
        store.sealAnew(author);
        return store.damage();
    }

    /** Tries requests without consequences, on the policies in force. */
    public PolicyTrial trial() {
        return trial(PolicyAdministration::inForce);
    }

    /** The same on policies and clients as a plan of {@link #policies} has them. */
    public PolicyTrial trial(PolicyAdministration.Plan plan) {
        return trial(policies -> policies.inForce(plan));
    }

    private PolicyTrial trial(Function<PolicyAdministration, PolicyAdministration.InForce> inForce) {
        return new PolicyTrial(
                names(),
                names -> inForce.apply(
                        new PolicyAdministration(store.administered(), () -> names, environment.variables())));
    }

    /** The RADIUS clients, by name. */
    public List<RadiusClient> clients() {
        return store.clients().list();
    }

    /** The same as a plan of {@link #policies} has them. */
    public List<RadiusClient> clients(PolicyAdministration.Plan plan) {
        return PolicyAdministration.clients(plan);
    }

    /** Whether a directory knows the user of a typed name. */
    public boolean knows(String user) {
        var name = LoginName.parse(user);
        return directories().stream().anyMatch(directory -> directory.find(name).isPresent());
    }

    /** The names of the directories besides that of local users. */
    public List<String> domains() {
        return opened().domains().stream().map(Directory::name).toList();
    }

    /**
     * Tries what logins need of a directory that is one of {@link #domains}.
     *
     * @param user whom to look up in it
     */
    public List<DirectoryFinding> examined(String domain, Optional<String> user) {
        return examined(domain, user, server().status().isPresent());
    }

    /** The same where it is known whether a server runs. */
    List<DirectoryFinding> examined(String domain, Optional<String> user, boolean besideServer) {
        return opened().domains().stream()
                .filter(known -> known.isCalled(domain))
                .flatMap(known -> known.examine(user, besideServer).stream())
                .map(step -> new DirectoryFinding(step.what(), step.isGood(), step.said(), step.took()))
                .toList();
    }

    /** The RADIUS client of a name, whatever the case. */
    public Optional<RadiusClient> client(String name) {
        return clients().stream()
                .filter(known -> CaseFolding.same(known.name(), name))
                .findFirst();
    }

    /** The sessions that accounting tells of, those seen last first. */
    public List<Session> sessions(AccountingStore.Wanted wanted) {
        return store.accounting().sessions(wanted);
    }

    /** The server that runs on this data folder, if there is one. */
    public ControlClient server() {
        return new ControlClient(settings.data());
    }

    /** The server that runs with some settings, if there is one. Opens nothing else. */
    public static ControlClient server(Path settingsFile, Environment environment) {
        return new ControlClient(
                SettingsReader.read(settingsFile, environment.variables()).data());
    }

    /** The audit file that some settings name. Opens nothing else. */
    public static Path auditFile(Path settingsFile, Environment environment) {
        return SettingsReader.read(settingsFile, environment.variables())
                .audit()
                .file();
    }

    /** The files with further attributes that some settings name. Opens nothing else. */
    public static List<Path> dictionaries(Path settingsFile, Environment environment) {
        return SettingsReader.read(settingsFile, environment.variables()).dictionaries();
    }

    /** What a start would find here, one line each. Reads the policies in force. */
    public List<String> summary() {
        var now = policies().inForce();
        return List.of(
                "Settings: " + settings.file(),
                "Store: " + store.file() + ", local users: " + store.userCount(),
                "Second factors: "
                        + (providers().isEmpty()
                                ? "none"
                                : String.join(", ", new TreeSet<>(providers().keySet()))),
                "Clients: " + now.clients().size(),
                "Policies: "
                        + (now.policies().revision() == 0
                                ? "none yet; every login is refused"
                                : "revision " + now.policies().revision()));
    }

    /** The certificates and keys of the audit's syslog server that a start could not use, one line each. */
    public List<String> auditFaults() {
        return CertificateFindings.unreadable(settings.audit());
    }

    /** What the machine and the files of this node lack, besides what its settings, store and policies do. */
    List<MfaFinding> surroundings() {
        return Stream.of(
                        ClockFindings.ofThisMachine(),
                        PermissionFindings.of(settings, System.getProperty("user.name")),
                        CertificateFindings.of(
                                settings.audit(), environment.clock().instant()))
                .flatMap(List::stream)
                .toList();
    }

    /** The addresses that a start could not have, one line each; none while the node's own server has them. */
    public List<String> addressFaults() {
        return addressFaults(server().status());
    }

    /** The same where it is known what the server says. It may have started since. */
    List<String> addressFaults(Optional<ServerStatus> server) {
        var faults = server.isPresent() ? List.<String>of() : FreeAddresses.faults(settings);
        return faults.isEmpty() || server().status().isPresent() ? List.of() : faults;
    }

    /**
     * What keeps this node from answering now as a trial says, and what to do; empty if nothing does.
     */
    public Optional<String> hindrance(PolicyTrial.Question question, PolicyTrial.Answer answer) {
        try {
            var hindrances = hindrances();
            var client = client(question.client());
            return hindrances
                    .server()
                    .or(() -> client.flatMap(known -> hindrances.arrival(known.definition())))
                    .or(() -> answer.forwardedTo()
                            .flatMap(name -> policies().current().remoteServerGroups().stream()
                                    .filter(group -> CaseFolding.same(group.name(), name))
                                    .findFirst())
                            .flatMap(hindrances::remote));
        } catch (NodeRefused silent) {
            return Optional.of(String.valueOf(silent.getMessage()));
        }
    }

    /** What keeps this node from answering, whatever the policies say. */
    Hindrances hindrances() {
        return new Hindrances(
                server().status(),
                settings.authentication().stream().map(UdpSettings::bind).toList());
    }

    /** What works but is not as it should be, in settings and policies; one line each. */
    public List<String> warnings() {
        return Stream.of(
                        settings.warnings().stream().map(Object::toString),
                        policies().dead().stream().map(Object::toString),
                        CertificateFindings.of(
                                        settings.audit(), environment.clock().instant())
                                .stream()
                                .filter(finding -> finding.level() != MfaFinding.Level.GOOD)
                                .map(finding -> finding.subject() + " " + finding.text()))
                .flatMap(Function.identity())
                .toList();
    }

    /** The second factors that are loaded, by name. */
    public Map<String, Provider> providers() {
        return loaded().byName();
    }

    @Override
    public void close() {
        if (plugins != null) {
            plugins.close();
        }
        if (directories != null) {
            directories.close();
        }
        store.close();
    }

    /** What policies may name here. */
    private CompiledPolicies.Names names() {
        return Wiring.names(Wiring.dictionary(settings), opened(), loaded());
    }

    private Plugins loaded() {
        if (plugins == null) {
            plugins = Wiring.plugins(settings, environment, store);
        }
        return plugins;
    }

    private List<Directory> directories() {
        return opened().all();
    }

    private Directories opened() {
        if (directories == null) {
            var local = new LocalDirectory(
                    settings.local(),
                    store.users(),
                    new PasswordHashes(),
                    new LockOuts(store.lockOuts(), environment.clock()));
            directories = Directories.of(settings, local, environment.clock());
        }
        return directories;
    }
}
