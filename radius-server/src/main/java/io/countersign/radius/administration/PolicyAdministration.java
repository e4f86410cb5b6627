package io.countersign.radius.administration;

import io.countersign.policy.AddressRange;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
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
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.PolicyCompiler;
import io.countersign.radius.access.PolicyRevisions;
import io.countersign.radius.access.PolicyRevisions.Revision;
import io.countersign.radius.access.ServerTimeouts;
import io.countersign.radius.config.References;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.ClientStore;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies and RADIUS clients as an administrator changes them: read, checked as a whole, compared, and only then written. */
public final class PolicyAdministration {
    private static final PolicyDocument NONE = new PolicyDocument(Optional.empty(), List.of(), List.of(), List.of());

    private final PolicyRevisions revisions;
    private final ClientStore clients;
    private final Supplier<CompiledPolicies.Names> names;
    private final Map<String, String> variables;

    public PolicyAdministration(
            PolicyRevisions revisions,
            ClientStore clients,
            Supplier<CompiledPolicies.Names> names,
            Map<String, String> variables) {
        this.revisions = revisions;
        this.clients = clients;
        this.names = names;
        this.variables = Map.copyOf(variables);
    }

    /**
     * A change that is checked and could be written.
     *
     * @param predecessor the revision that it was compared with
     * @param clients absent if they stay as they are
     * @param serverSecrets the shared secrets of the document's remote RADIUS servers
     * @param warnings what works but is not as it should be
     */
    public record Plan(
            long predecessor,
            PolicyDocument document,
            Optional<List<RadiusClient>> clients,
            Map<RemoteServerId, Secret> serverSecrets,
            PolicyChanges changes,
            List<String> warnings) {
        /** Copies the collections. */
        public Plan {
            serverSecrets = Map.copyOf(serverSecrets);
            warnings = List.copyOf(warnings);
        }
    }

    /** The number of the revision in force; 0 if there is none. */
    public long revision() {
        return revisions.newest().map(Revision::number).orElse(0L);
    }

    /** The policies in force, without clients. */
    public PolicyDocument current() {
        return revisions.newest().map(PolicyAdministration::document).orElse(NONE);
    }

    /** All revisions, newest first. */
    public List<Revision> history() {
        return revisions.history();
    }

    /** The policies in force, with the clients; secrets as {@code ${sealed}}. */
    public PolicyDocument complete() {
        var definitions = clients.list().stream().map(RadiusClient::definition).toList();
        var current = current();
        return new PolicyDocument(
                Optional.of(definitions),
                current.remoteServerGroups(),
                current.connectionRequestPolicies(),
                current.networkPolicies());
    }

    /** The same as a text that {@link #plan} reads again. */
    public String export() {
        return PolicyWriter.write(complete());
    }

    /** The policies in force that name a group, such as {@code local\RDG Users}. */
    public List<String> naming(String group) {
        return current().networkPolicies().stream()
                .filter(policy -> groups(policy).anyMatch(named -> CaseFolding.same(named, group)))
                .map(NetworkPolicy::name)
                .toList();
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
        var problems = new Problems();
        var warnings = new ArrayList<Problem>();
        var before = clients.list();
        var references = new References(folder, variables, problems);
        var after =
                document.clients().map(definitions -> withSecrets(definitions, before, references, problems, warnings));
        var serverSecrets = serverSecrets(document, references, problems, warnings);
        warnings.addAll(references.warnings());
        return checked(document, before, after, serverSecrets, problems, warnings);
    }

    /**
     * Makes an earlier revision's policies the newest. Clients stay as they are.
     *
     * @return empty if there is no such revision
     * @throws InvalidDocument if it can work no more
     */
    public Optional<Plan> planRollback(long number) {
        return revisions
                .find(number)
                .map(revision -> checked(
                        document(revision),
                        clients.list(),
                        Optional.empty(),
                        kept(document(revision)),
                        new Problems(),
                        List.of()));
    }

    /**
     * Writes a plan.
     *
     * @return the new revision's number; empty, and nothing is written, if there is a newer one than the plan was compared with
     */
    public Optional<Long> apply(Plan plan, String author, String comment) {
        boolean policiesChange =
                !PolicyWriter.writePolicies(plan.document()).equals(PolicyWriter.writePolicies(current()))
                        || plan.predecessor() == 0;
        return revisions.append(
                plan.predecessor(),
                author,
                comment,
                policiesChange ? Optional.of(PolicyWriter.writePolicies(plan.document())) : Optional.empty(),
                plan.clients(),
                Optional.of(plan.serverSecrets()));
    }

    /**
     * The policies in force, ready to decide.
     *
     * @throws InvalidDocument if they can work no more, such as when a plugin is gone
     */
    public CompiledPolicies compiled() {
        var definitions = clients.list().stream().map(RadiusClient::definition).toList();
        var problems = new Problems();
        var compiled = PolicyCompiler.compile(
                revision(), current(), definitions, revisions.serverSecrets(), names.get(), problems);
        problems.throwIfAny();
        return compiled.orElseThrow();
    }

    private Plan checked(
            PolicyDocument document,
            List<RadiusClient> before,
            Optional<List<RadiusClient>> after,
            Map<RemoteServerId, Secret> serverSecrets,
            Problems problems,
            List<Problem> warnings) {
        var used = after.orElse(before);
        var definitions = used.stream().map(RadiusClient::definition).toList();
        long predecessor = revision();
        PolicyCompiler.compile(
                        predecessor + 1,
                        document,
                        document.clients().orElse(definitions),
                        serverSecrets,
                        names.get(),
                        problems)
                .ifPresent(compiled ->
                        compiled.doubts().forEach(doubt -> problems.add(doubt.at(), doubt.what(), doubt.fix())));
        problems.throwIfAny();
        return new Plan(
                predecessor,
                document,
                after,
                serverSecrets,
                PolicyComparison.between(current(), document, before, after).and(otherServerSecrets(serverSecrets)),
                Stream.concat(warnings.stream(), ServerTimeouts.warnings(document, used).stream())
                        .map(Problem::toString)
                        .toList());
    }

    private List<String> otherServerSecrets(Map<RemoteServerId, Secret> after) {
        return revisions.serverSecrets().entrySet().stream()
                .filter(old -> !after.getOrDefault(old.getKey(), old.getValue()).equals(old.getValue()))
                .map(old -> "  remote server " + old.getKey().server() + " of group "
                        + old.getKey().group() + " gets another shared secret")
                .sorted()
                .toList();
    }

    private static List<RadiusClient> withSecrets(
            List<ClientDefinition> definitions,
            List<RadiusClient> before,
            References references,
            Problems problems,
            List<Problem> warnings) {
        var known = before.stream()
                .collect(Collectors.toMap(
                        client -> CaseFolding.folded(client.name()), RadiusClient::secret, (first, _) -> first));
        var result = new ArrayList<RadiusClient>();
        for (var definition : definitions) {
            secret(definition.secret(), definition.at(), references, () -> sealed(definition, known, problems))
                    .ifPresent(secret -> {
                        SharedSecrets.check(
                                        "client " + definition.name(),
                                        definition.address(),
                                        definition.at(),
                                        secret,
                                        problems)
                                .ifPresent(warnings::add);
                        result.add(new RadiusClient(definition, secret));
                    });
        }
        return result;
    }

    private Map<RemoteServerId, Secret> serverSecrets(
            PolicyDocument document, References references, Problems problems, List<Problem> warnings) {
        var kept = kept(document);
        var secrets = new HashMap<RemoteServerId, Secret>();
        for (var group : document.remoteServerGroups()) {
            for (var server : group.servers()) {
                var id = new RemoteServerId(group.name(), server.name());
                secret(server.secret(), server.at(), references, () -> Optional.ofNullable(kept.get(id)))
                        .ifPresent(secret -> {
                            SharedSecrets.check(
                                            "server " + server.name(),
                                            AddressRange.of(server.address()),
                                            server.at(),
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
    private Map<RemoteServerId, Secret> kept(PolicyDocument document) {
        var secrets = new HashMap<>(revisions.serverSecrets());
        secrets.keySet()
                .retainAll(document.remoteServerGroups().stream()
                        .flatMap(group ->
                                group.servers().stream().map(server -> new RemoteServerId(group.name(), server.name())))
                        .collect(Collectors.toSet()));
        return secrets;
    }

    private static Optional<Secret> secret(
            SecretReference reference, Location at, References references, Supplier<Optional<Secret>> sealed) {
        return switch (reference) {
            case SecretReference.FromFile(String path) ->
                references.file(path, at).map(Secret::ofText);
            case SecretReference.FromEnvironment(String name) ->
                references.variable(name, at).map(Secret::ofText);
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
                    "write secret: ${file:PATH} or ${env:NAME}");
        }
        return secret;
    }

    private static PolicyDocument document(Revision revision) {
        return PolicyReader.read("revision " + revision.number(), revision.text());
    }

    private static Stream<String> groups(NetworkPolicy policy) {
        var ways = policy.mfa().anyOf().stream()
                .flatMap(anyOf -> Stream.of(anyOf.notEnrolled(), anyOf.unavailable()))
                .filter(way -> way instanceof WayRound.Allow)
                .map(way -> ((WayRound.Allow) way).group());
        return Stream.concat(policy.when().groups().stream(), ways).map(Located::value);
    }
}
