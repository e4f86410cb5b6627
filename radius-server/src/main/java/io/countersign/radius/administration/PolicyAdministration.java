package io.countersign.radius.administration;

import io.countersign.policy.AddressRange;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.DeadPolicies;
import io.countersign.policy.InvalidDocument;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.SecretReference;
import io.countersign.policy.document.PolicyReader;
import io.countersign.policy.document.PolicyWriter;
import io.countersign.radius.access.Administered;
import io.countersign.radius.access.Administered.Next;
import io.countersign.radius.access.Administered.RemovedClient;
import io.countersign.radius.access.Administered.Revision;
import io.countersign.radius.access.Administered.State;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.PolicyCompiler;
import io.countersign.radius.access.ServerTimeouts;
import io.countersign.radius.config.References;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.nps.ImportChoices;
import io.countersign.radius.nps.NpsExport;
import io.countersign.radius.nps.NpsImport;
import io.countersign.radius.nps.ReportLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies, RADIUS clients and shared secrets as an administrator changes them: read in one look, checked as a whole, compared, and
 * written only if nothing has changed since.
 */
public final class PolicyAdministration {
    /** What problems of an import are said to be in: it is written as {@code policy export} writes it. */
    private static final String IMPORTED = "as imported";

    private static final PolicyDocument NONE = new PolicyDocument(Optional.empty(), List.of(), List.of(), List.of());

    private final Administered administered;
    private final Supplier<CompiledPolicies.Names> names;
    private final Map<String, String> variables;

    public PolicyAdministration(
            Administered administered, Supplier<CompiledPolicies.Names> names, Map<String, String> variables) {
        this.administered = administered;
        this.names = names;
        this.variables = Map.copyOf(variables);
    }

    /**
     * A change that is checked and could be written.
     *
     * @param seen what it was compared with
     * @param clients absent if they stay as they are
     * @param serverSecrets the shared secrets of the document's remote RADIUS servers
     * @param lost what is replaced without a look at it, as it did not verify
     * @param warnings what works but is not as it should be
     */
    public record Plan(
            State seen,
            PolicyDocument document,
            Optional<List<RadiusClient>> clients,
            Map<RemoteServerId, Secret> serverSecrets,
            PolicyChanges changes,
            Set<Kind> lost,
            List<String> warnings) {
        /** Copies the collections. */
        public Plan {
            lost = Set.copyOf(lost);
            serverSecrets = Map.copyOf(serverSecrets);
            warnings = List.copyOf(warnings);
        }

        private Plan replacing(Map<Kind, String> damaged) {
            if (damaged.isEmpty()) {
                return this;
            }
            var all = new ArrayList<>(warnings);
            all.addAll(damaged.values());
            var lines = new ArrayList<String>();
            if (damaged.containsKey(Kind.CLIENTS)) {
                lines.add("! all clients: replaced without a look at those that were there, which did not verify");
            }
            if (damaged.containsKey(Kind.SERVERS)) {
                lines.add(
                        "! all remote servers' secrets: replaced without a look at those that were there, which did not verify");
            }
            return new Plan(seen, document, clients, serverSecrets, changes.and(lines), damaged.keySet(), all);
        }

        /** Whether there is anything to write. */
        public boolean isEmpty() {
            return changes.isEmpty() && seen.revision() > 0;
        }
    }

    /**
     * What a server decides by, of one moment.
     *
     * @param mark of what is in force
     */
    public record InForce(CompiledPolicies policies, List<RadiusClient> clients, long mark) {}

    /** The number of the revision in force; 0 if there is none. */
    public long revision() {
        return administered.read().revision();
    }

    /** The policies in force, without clients. */
    public PolicyDocument current() {
        return document(administered.read());
    }

    /** The policies in force, with the clients; secrets as {@code ${sealed}}. */
    public PolicyDocument complete() {
        var state = administered.read();
        return complete(document(state), state.clients());
    }

    /** The policies in force that never decide anything, or never let anybody in. */
    public List<DeadPolicies.Finding> dead() {
        var complete = complete();
        return DeadPolicies.in(complete, complete.clients().orElse(List.of()));
    }

    private static PolicyDocument complete(PolicyDocument policies, List<RadiusClient> clients) {
        return new PolicyDocument(
                Optional.of(clients.stream().map(RadiusClient::definition).toList()),
                policies.remoteServerGroups(),
                policies.connectionRequestPolicies(),
                policies.networkPolicies());
    }

    /**
     * The same as a text that {@link #plan} reads again. A revision that cannot be read any more comes as it was written, so that it can be
     * mended.
     *
     * @param complaint hears why, in that case
     */
    public String export(Consumer<InvalidDocument> complaint) {
        var state = administered.read();
        try {
            return PolicyWriter.write(complete(document(state), state.clients()));
        } catch (InvalidDocument unreadable) {
            complaint.accept(unreadable);
            var clients = PolicyWriter.write(complete(NONE, state.clients()));
            var policies = PolicyWriter.writePolicies(NONE);
            return clients.substring(0, clients.length() - policies.length())
                    + state.newest().map(Revision::text).orElse("");
        }
    }

    /** For each group that policies in force name, such as {@code local\RDG Users}, in lower case: the names of these policies. */
    public Map<String, List<String>> naming() {
        var naming = new HashMap<String, List<String>>();
        for (var policy : current().networkPolicies()) {
            groups(policy)
                    .map(LocalName::folded)
                    .distinct()
                    .forEach(group -> naming.computeIfAbsent(group, _ -> new ArrayList<>())
                            .add(policy.name()));
        }
        return naming;
    }

    /**
     * Reads a document and checks everything.
     *
     * @param source what the administrator calls it
     * @param folder where the files of its references are
     * @throws InvalidDocument with every problem, if there is any
     */
    public Plan plan(String source, String text, Path folder) {
        var document = PolicyReader.read(source, text);
        var salvaged = administered.salvage();
        if (document.clients().isEmpty() && salvaged.lost().containsKey(Kind.CLIENTS)) {
            throw new NodeRefused(salvaged.lost().get(Kind.CLIENTS)
                    + " Or apply a document that has all clients with their secrets: it replaces them whole.");
        }
        return plan(document, salvaged.state(), Given.NOTHING, folder).replacing(salvaged.lost());
    }

    /**
     * Shared secrets that hold where a document says {@code ${sealed}}, before those in the store.
     *
     * @param clients by their names
     */
    private record Given(Map<String, Secret> clients, Map<RemoteServerId, Secret> servers) {
        private static final Given NOTHING = new Given(Map.of(), Map.of());

        private Given {
            clients = Map.copyOf(clients);
            servers = Map.copyOf(servers);
        }
    }

    /**
     * The plan of an import.
     *
     * @param report what became of each object of the export
     */
    public record ImportPlan(Plan plan, List<ReportLine> report) {
        /** Copies the list. */
        public ImportPlan {
            report = List.copyOf(report);
        }
    }

    /**
     * Makes policies and clients of an export of NPS, in place of those in force. The shared secrets of the export go into the store alone.
     *
     * @throws InvalidDocument if even what is left could not be written
     */
    public ImportPlan planImport(NpsExport export, ImportChoices choices) {
        var imported = NpsImport.of(export, choices, names.get(), this::problems);
        var canonical = PolicyWriter.write(PolicyReader.read(IMPORTED, imported.text()));
        return new ImportPlan(plan(imported, canonical), imported.report());
    }

    private List<Problem> problems(NpsImport.Imported imported) {
        try {
            plan(imported, imported.text());
            return List.of();
        } catch (InvalidDocument refused) {
            return refused.problems();
        }
    }

    private Plan plan(NpsImport.Imported imported, String text) {
        var salvaged = administered.salvage();
        var given = new Given(imported.clientSecrets(), imported.serverSecrets());
        return plan(PolicyReader.read(IMPORTED, text), salvaged.state(), given, Path.of(""))
                .replacing(salvaged.lost());
    }

    /**
     * The same of what is in force, once it was changed. Problems have no place, as nobody sees the text.
     *
     * @param edit from the text of {@link #export} to the one that is wanted
     * @param given shared secrets of clients by their names, in place of those in the store
     * @throws InvalidDocument with every problem, if there is any, also if what is in force cannot be read
     */
    public Plan planEdit(UnaryOperator<String> edit, Map<String, Secret> given, Path folder) {
        var state = administered.read();
        var text = PolicyWriter.write(complete(document(state), state.clients()));
        return plan(PolicyReader.read("", edit.apply(text)), state, new Given(given, Map.of()), folder);
    }

    private Plan plan(PolicyDocument document, State state, Given given, Path folder) {
        var problems = new Problems();
        var warnings = new ArrayList<Problem>();
        var references = new References(folder, variables, problems);
        var known = new HashMap<String, Secret>();
        state.clients().forEach(client -> known.put(CaseFolding.folded(client.name()), client.secret()));
        given.clients().forEach((name, secret) -> known.put(CaseFolding.folded(name), secret));
        var after =
                document.clients().map(definitions -> withSecrets(definitions, known, references, problems, warnings));
        var kept = kept(document, state);
        kept.putAll(given.servers());
        var serverSecrets = serverSecrets(document, kept, references, problems, warnings);
        warnings.addAll(references.warnings());
        return checked(document, state, after, serverSecrets, problems, warnings);
    }

    /**
     * Makes an earlier revision's policies the newest. Clients stay as they are.
     *
     * @return empty if there is no such revision
     * @throws InvalidDocument if it can work no more
     */
    public Optional<Plan> planRollback(long number) {
        var state = administered.read();
        return administered.find(number).map(revision -> {
            var document = document(revision);
            return checked(document, state, Optional.empty(), kept(document, state), new Problems(), List.of());
        });
    }

    /**
     * A revision's policies, without clients.
     *
     * @return empty if there is no such revision
     * @throws InvalidDocument if it cannot be read any more
     */
    public Optional<PolicyDocument> revision(long number) {
        return administered.find(number).map(PolicyAdministration::document);
    }

    /** The same as the text that is kept. */
    public Optional<String> revisionText(long number) {
        return administered.find(number).map(Revision::text);
    }

    /** What changes from one state of the policies to another, without clients. */
    public PolicyChanges between(PolicyDocument before, PolicyDocument after) {
        return PolicyComparison.between(before, after, administered.read().clients(), Optional.empty());
    }

    /** The document of a plan with the clients that it will be used for. */
    public PolicyDocument complete(Plan plan) {
        return complete(plan.document(), clients(plan));
    }

    static List<RadiusClient> clients(Plan plan) {
        return plan.clients().orElse(plan.seen().clients());
    }

    /** The clients that were removed and can be brought back, by name. */
    public List<RemovedClient> removedClients() {
        return administered.removed();
    }

    /**
     * Brings a removed client back, with the shared secret that it had.
     *
     * @return empty if there is none of this name
     * @throws InvalidDocument if it can work no more, such as when another has its address
     */
    public Optional<Plan> planRestore(String name) {
        var state = administered.read();
        var folded = LocalName.folded(name);
        return administered.removed().stream()
                .filter(removed -> LocalName.folded(removed.definition().name()).equals(folded))
                .findFirst()
                .map(removed -> {
                    var clients = new ArrayList<>(state.clients());
                    clients.add(new RadiusClient(removed.definition(), removed.secret()));
                    var current = document(state);
                    // Read again as a whole: names and addresses must still be each client's own.
                    var document = PolicyReader.read(
                            "with client " + removed.definition().name(),
                            PolicyWriter.write(complete(current, clients)));
                    return checked(
                            document, state, Optional.of(clients), state.serverSecrets(), new Problems(), List.of());
                });
    }

    /**
     * Writes a plan, if nothing has changed since it was made.
     *
     * @throws InvalidDocument if the policies in the form in which they are kept could not be read again; nothing is written then
     */
    public Written apply(Plan plan, Author by) {
        var text = PolicyWriter.writePolicies(plan.document());
        boolean policiesChange =
                plan.seen().newest().map(newest -> !newest.text().equals(text)).orElse(true);
        if (policiesChange) {
            var _ = PolicyReader.read("the policies as they are kept", text);
        }
        boolean secretsChange = !plan.serverSecrets().equals(plan.seen().serverSecrets());
        var kinds = EnumSet.noneOf(Kind.class);
        if (policiesChange) {
            kinds.add(Kind.POLICIES);
        }
        if (plan.clients().filter(after -> !same(plan.seen().clients(), after)).isPresent()) {
            kinds.add(Kind.CLIENTS);
        }
        if (secretsChange) {
            kinds.add(Kind.SERVERS);
        }
        kinds.addAll(plan.lost());
        if (kinds.isEmpty()) {
            return new Written.Done(plan.seen().revision(), plan.seen().mark());
        }
        return administered.write(
                plan.seen(),
                new Next(
                        policiesChange ? Optional.of(text) : Optional.empty(),
                        kinds.contains(Kind.CLIENTS) ? plan.clients() : Optional.empty(),
                        kinds.contains(Kind.SERVERS) ? Optional.of(plan.serverSecrets()) : Optional.empty()),
                new Deed(kinds, by, plan.changes().lines(), plan.changes().weaker()));
    }

    /** Wherever they are written, and however their secrets were brought. */
    private static boolean same(List<RadiusClient> before, List<RadiusClient> after) {
        return anywhere(before).equals(anywhere(after));
    }

    private static Map<ClientDefinition, Secret> anywhere(List<RadiusClient> clients) {
        var anywhere = new HashMap<ClientDefinition, Secret>();
        clients.forEach(client -> anywhere.put(
                client.definition().with(new SecretReference.Sealed(), new Location("", 1, 1)), client.secret()));
        return anywhere;
    }

    /**
     * The policies in force, ready to decide, with the clients of the same moment.
     *
     * @throws InvalidDocument if they can work no more, such as when a plugin is gone
     */
    public InForce inForce() {
        var state = administered.read();
        return compiled(state.revision(), document(state), state.clients(), state.serverSecrets(), state.mark());
    }

    /** The same as a plan would have it. */
    InForce inForce(Plan plan) {
        return compiled(
                plan.seen().revision() + 1,
                plan.document(),
                clients(plan),
                plan.serverSecrets(),
                plan.seen().mark());
    }

    private InForce compiled(
            long revision,
            PolicyDocument document,
            List<RadiusClient> clients,
            Map<RemoteServerId, Secret> serverSecrets,
            long mark) {
        var problems = new Problems();
        var compiled = PolicyCompiler.compile(
                revision,
                document,
                clients.stream().map(RadiusClient::definition).toList(),
                serverSecrets,
                names.get(),
                problems);
        problems.throwIfAny();
        return new InForce(compiled.orElseThrow(), clients, mark);
    }

    private Plan checked(
            PolicyDocument document,
            State seen,
            Optional<List<RadiusClient>> after,
            Map<RemoteServerId, Secret> serverSecrets,
            Problems problems,
            List<Problem> warnings) {
        var used = after.orElse(seen.clients());
        var definitions = used.stream().map(RadiusClient::definition).toList();
        var named = names.get();
        PolicyCompiler.compile(
                        seen.revision() + 1,
                        document,
                        document.clients().orElse(definitions),
                        serverSecrets,
                        named,
                        problems)
                .ifPresent(compiled ->
                        compiled.doubts().forEach(doubt -> problems.add(doubt.at(), doubt.what(), doubt.fix())));
        problems.throwIfAny();
        var all = new ArrayList<>(warnings);
        var before = before(seen, all);
        all.addAll(ServerTimeouts.warnings(document, used));
        DeadPolicies.in(document, definitions).forEach(dead -> all.add(dead.problem()));
        return new Plan(
                seen,
                document,
                after,
                serverSecrets,
                PolicyComparison.between(before, document, seen.clients(), after)
                        .and(otherServerSecrets(seen.serverSecrets(), serverSecrets)),
                Set.of(),
                Stream.concat(
                                all.stream().map(Problem::toString),
                                FactorCautions.of(document, named.providers()).stream())
                        .toList());
    }

    /** What to compare with: nothing, so that all of it is told, where what is in force cannot be read any more. */
    private static PolicyDocument before(State seen, List<Problem> warnings) {
        try {
            return document(seen);
        } catch (InvalidDocument unreadable) {
            warnings.addAll(unreadable.problems());
            return NONE;
        }
    }

    private static List<String> otherServerSecrets(
            Map<RemoteServerId, Secret> before, Map<RemoteServerId, Secret> after) {
        return before.entrySet().stream()
                .filter(old -> !after.getOrDefault(old.getKey(), old.getValue()).equals(old.getValue()))
                .map(old -> "~ remote RADIUS server group " + old.getKey().group() + ": servers."
                        + old.getKey().server() + ": another shared secret")
                .sorted()
                .toList();
    }

    private static List<RadiusClient> withSecrets(
            List<ClientDefinition> definitions,
            Map<String, Secret> known,
            References references,
            Problems problems,
            List<Problem> warnings) {
        var result = new ArrayList<RadiusClient>();
        for (var definition : definitions) {
            secret(definition.secret(), references, () -> sealed(definition, known, problems))
                    .ifPresent(secret -> {
                        SharedSecrets.check(
                                        "client " + definition.name(),
                                        definition.address(),
                                        definition.secret().at(definition.at()),
                                        secret,
                                        problems)
                                .ifPresent(warnings::add);
                        result.add(new RadiusClient(definition, secret));
                    });
        }
        return result;
    }

    private static Map<RemoteServerId, Secret> serverSecrets(
            PolicyDocument document,
            Map<RemoteServerId, Secret> kept,
            References references,
            Problems problems,
            List<Problem> warnings) {
        var secrets = new HashMap<RemoteServerId, Secret>();
        for (var group : document.remoteServerGroups()) {
            for (var server : group.servers()) {
                var id = new RemoteServerId(group.name(), server.name());
                secret(server.secret(), references, () -> Optional.ofNullable(kept.get(id)))
                        .ifPresent(secret -> {
                            SharedSecrets.check(
                                            "server " + server.name(),
                                            AddressRange.of(server.address()),
                                            server.secret().at(server.at()),
                                            secret,
                                            problems)
                                    .ifPresent(warnings::add);
                            secrets.put(id, secret);
                        });
            }
        }
        return secrets;
    }

    /** The secrets in the store of those servers that a document has. */
    private static Map<RemoteServerId, Secret> kept(PolicyDocument document, State state) {
        var secrets = new HashMap<>(state.serverSecrets());
        secrets.keySet()
                .retainAll(document.remoteServerGroups().stream()
                        .flatMap(group ->
                                group.servers().stream().map(server -> new RemoteServerId(group.name(), server.name())))
                        .collect(Collectors.toSet()));
        return secrets;
    }

    private static Optional<Secret> secret(
            SecretReference reference, References references, Supplier<Optional<Secret>> sealed) {
        return switch (reference) {
            case SecretReference.FromFile(String path, Location at) -> references.sharedSecretFile(path, at);
            case SecretReference.FromEnvironment(String name, Location at) -> references.sharedSecretVariable(name, at);
            case SecretReference.Sealed _ -> sealed.get();
        };
    }

    /** The client's secret in the store, by folded name. */
    private static Optional<Secret> sealed(ClientDefinition client, Map<String, Secret> known, Problems problems) {
        var secret = Optional.ofNullable(known.get(CaseFolding.folded(client.name())));
        if (secret.isEmpty()) {
            problems.add(
                    client.at(),
                    "the store keeps no secret of a client " + client.name(),
                    "write secret: ${file:PATH} or ${env:NAME}; one that was removed within 30 days comes back by: countersign"
                            + " client restore");
        }
        return secret;
    }

    private static PolicyDocument document(State state) {
        return state.newest().map(PolicyAdministration::document).orElse(NONE);
    }

    /** One that an earlier program took and this one refuses is told with the commands that mend it. */
    private static PolicyDocument document(Revision revision) {
        var source = "revision " + revision.number();
        try {
            return PolicyReader.read(source, revision.text());
        } catch (InvalidDocument unreadable) {
            var problems = new ArrayList<>(unreadable.problems());
            problems.add(
                    new Problem(
                            new Location(source, 1, 1),
                            "this program cannot read what the store has, written in grammar " + revision.grammar()
                                    + " (this program writes " + Administered.GRAMMAR + ")",
                            "mend what countersign policy export prints and apply it, or go back with: countersign policy rollback"));
            throw new InvalidDocument(problems);
        }
    }

    private static Stream<String> groups(NetworkPolicy policy) {
        var ways = policy.mfa().anyOf().stream()
                .flatMap(anyOf -> Stream.of(anyOf.notEnrolled(), anyOf.unavailable()))
                .filter(way -> way instanceof WayRound.Allow)
                .map(way -> ((WayRound.Allow) way).group());
        return Stream.concat(policy.when().groups().stream(), ways).map(Located::value);
    }
}
