package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Groups;
import io.countersign.policy.Located;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.PolicyEngine.NetworkDecision;
import io.countersign.policy.Problem;
import io.countersign.policy.SecondFactor;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.plugins.Provider;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policies of one revision with every name resolved; made by {@link PolicyCompiler} alone. Immutable; a request uses one from
 * beginning to end.
 */
public final class CompiledPolicies {
    private static final String MACHINE_NAME = "MS-Machine-Name";

    private final long revision;
    private final PolicyEngine engine;
    private final Names names;
    private final Map<String, AcceptReply> replies;
    private final Map<String, AcceptReply.Besides> repliesBesides;
    private final Map<String, ServerGroup> serverGroups;
    private final Map<String, List<Directory>> directories;
    private final List<Problem> doubts;

    CompiledPolicies(
            long revision,
            PolicyEngine engine,
            Names names,
            Map<String, AcceptReply> replies,
            Map<String, AcceptReply.Besides> repliesBesides,
            Map<String, ServerGroup> serverGroups,
            List<Problem> doubts) {
        this.revision = revision;
        this.engine = engine;
        this.names = names;
        this.replies = Map.copyOf(replies);
        this.repliesBesides = Map.copyOf(repliesBesides);
        this.serverGroups = Map.copyOf(serverGroups);
        this.doubts = List.copyOf(doubts);
        this.directories = engine.document().connectionRequestPolicies().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ConnectionRequestPolicy::name, policy -> directories(policy, names)));
    }

    /**
     * What policies may name.
     *
     * @param directories by name
     * @param providers by name
     * @param withoutSettings the names of those that would be there if they had settings
     */
    public record Names(
            Dictionary dictionary,
            Map<String, Directory> directories,
            Map<String, Provider> providers,
            Set<String> withoutSettings) {
        /** Copies the collections. */
        public Names {
            directories = Map.copyOf(directories);
            providers = Map.copyOf(providers);
            withoutSettings = Set.copyOf(withoutSettings);
        }

        /** Whether there is a group, written as policies do: behind its directory's name, or by its SID; empty if it is neither. */
        public Optional<GroupCheck> group(String written) {
            if (Groups.isSid(written)) {
                return Optional.of(groupOfSid(written));
            }
            int backslash = written.indexOf('\\');
            return directories.values().stream()
                    .filter(directory -> directory.isCalled(written.substring(0, Math.max(0, backslash))))
                    .findFirst()
                    .map(directory -> directory.group(written.substring(backslash + 1)));
        }

        /** What one directory has is there; what one cannot tell may be. */
        private GroupCheck groupOfSid(String sid) {
            GroupCheck found = new GroupCheck.Unknown(Optional.empty());
            for (var directory : directories.values()) {
                var check = directory.groupOfSid(sid);
                if (check instanceof GroupCheck.Known) {
                    return check;
                }
                if (check instanceof GroupCheck.CannotTell) {
                    found = check;
                }
            }
            return found;
        }
    }

    /** The number of the revision; 0 if there is none yet. */
    public long revision() {
        return revision;
    }

    /**
     * What could not be checked since a directory did not answer. An administrator's change must not leave any; a server that starts says
     * them and goes on, for else a domain controller that is down would keep it from starting.
     */
    public List<Problem> doubts() {
        return doubts;
    }

    /** The policies. */
    public PolicyEngine engine() {
        return engine;
    }

    /** The dictionary that they were compiled with. */
    public Dictionary dictionary() {
        return names.dictionary();
    }

    /** The remote RADIUS server groups, ready to forward to, by name. */
    public List<ServerGroup> serverGroups() {
        return serverGroups.values().stream()
                .sorted(Comparator.comparing(ServerGroup::name))
                .toList();
    }

    /** The remote RADIUS server group of a name that a policy has. */
    ServerGroup serverGroup(Located<String> name) {
        return Objects.requireNonNull(serverGroups.get(name.value()), "no such group");
    }

    /**
     * Where an Accounting-Request is to go besides being kept here.
     *
     * @param request as it goes there; empty if nobody knows, since an attribute that is to be changed cannot be
     */
    public record AccountingRoute(ServerGroup group, Optional<Authentic> request) {}

    /** The route of an Accounting-Request; empty if it is kept here alone. */
    public Optional<AccountingRoute> forwardAccounting(Authentic request, ZoneId zone) {
        var asked = new AccessRequest(request);
        return engine.connectionRequest(RequestFacts.of(asked, zone).ofRequest(dictionary()))
                .policy()
                .flatMap(policy -> policy.forwardAccounting()
                        .map(this::serverGroup)
                        .map(group ->
                                new AccountingRoute(group, asked.behind(policy).map(AccessRequest::authentic))));
    }

    /** What the network policies say of a user behind a connection request policy. */
    NetworkDecision network(RequestFacts facts, Identity identity, ConnectionRequestPolicy connection) {
        var seen = facts.behind(connection)
                .orElseThrow(() -> new IllegalArgumentException("an attribute cannot be changed as it must be"));
        return engine.network(
                seen.of(identity, dictionary(), () -> machineGroups(seen.said(), identity.user(), connection)),
                connection.overridingMethods());
    }

    /**
     * The groups of the client computer: of the one that logs in itself, or else of the one that the request names (MS-Machine-Name), which
     * is what that computer says of itself.
     */
    private Groups machineGroups(Packet said, User user, ConnectionRequestPolicy connection) {
        var itself = Optional.of(user.name())
                .filter(name -> name.endsWith("$"))
                .flatMap(name -> directories(connection).stream()
                        .filter(directory -> directory.name().equals(user.directory()))
                        .flatMap(directory -> directory.machine(name).stream())
                        .findFirst());
        return itself.or(() -> named(said, connection)).map(User::groups).orElse(Groups.NONE);
    }

    private Optional<User> named(Packet said, ConnectionRequestPolicy connection) {
        return dictionary().values(said, MACHINE_NAME).texts().stream()
                .findFirst()
                .flatMap(name -> directories(connection).stream()
                        .flatMap(directory -> directory.machine(name).stream())
                        .findFirst());
    }

    /** The enabled connection request policy of a name. */
    Optional<ConnectionRequestPolicy> connectionRequestPolicy(String name) {
        return engine.document().connectionRequestPolicies().stream()
                .filter(ConnectionRequestPolicy::enabled)
                .filter(policy -> policy.name().equals(name))
                .findFirst();
    }

    List<Directory> directories(ConnectionRequestPolicy policy) {
        return Objects.requireNonNull(directories.get(policy.name()), "no such policy");
    }

    private static List<Directory> directories(ConnectionRequestPolicy policy, Names names) {
        return policy.with().stream()
                .map(Located::value)
                .map(names.directories()::get)
                .filter(Objects::nonNull)
                .toList();
    }

    List<Provider> providers(SecondFactor.AnyOf anyOf) {
        return anyOf.providers().stream()
                .map(Located::value)
                .map(names.providers()::get)
                .filter(Objects::nonNull)
                .toList();
    }

    Optional<Provider> provider(String name) {
        return Optional.ofNullable(names.providers().get(name));
    }

    /** The user of an id as in {@link User#id}, as the directory knows them now. */
    Optional<User> userById(String id) {
        var directory = names.directories().get(id.substring(0, Math.max(0, id.indexOf(':'))));
        return Optional.ofNullable(directory).flatMap(known -> known.findById(id));
    }

    AcceptReply reply(NetworkPolicy policy) {
        return Objects.requireNonNull(replies.get(policy.name()), "no such policy");
    }

    AcceptReply.Besides replyBesides(ConnectionRequestPolicy policy) {
        return repliesBesides.getOrDefault(policy.name(), AcceptReply.Besides.NOTHING);
    }
}
