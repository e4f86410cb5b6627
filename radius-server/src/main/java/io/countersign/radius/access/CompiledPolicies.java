package io.countersign.radius.access;

import io.countersign.policy.ClientType;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Groups;
import io.countersign.policy.Located;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.Problem;
import io.countersign.policy.SecondFactor;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
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
    private final long revision;
    private final PolicyEngine engine;
    private final Names names;
    private final Map<String, Reply> replies;
    private final Map<String, ServerGroup> serverGroups;
    private final Map<String, List<Directory>> directories;
    private final List<Problem> doubts;

    CompiledPolicies(
            long revision,
            PolicyEngine engine,
            Names names,
            Map<String, Reply> replies,
            Map<String, ServerGroup> serverGroups,
            List<Problem> doubts) {
        this.revision = revision;
        this.engine = engine;
        this.names = names;
        this.replies = Map.copyOf(replies);
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

    /**
     * The attributes of a policy's Access-Accept.
     *
     * @param forRdGateways the same, and those that only an RD Gateway is sent
     */
    record Reply(List<Attribute> forAll, List<Attribute> forRdGateways) {
        Reply {
            forAll = List.copyOf(forAll);
            forRdGateways = List.copyOf(forRdGateways);
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

    /** Where an Accounting-Request is to go besides being kept here. */
    public Optional<ServerGroup> forwardAccounting(Authentic request, ZoneId zone) {
        var facts = RequestFacts.of(new AccessRequest(request), zone).ofRequest(dictionary());
        return engine.connectionRequest(facts)
                .policy()
                .flatMap(ConnectionRequestPolicy::forwardAccounting)
                .map(this::serverGroup);
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

    List<Attribute> reply(NetworkPolicy policy, ClientType clientType) {
        var reply = Objects.requireNonNull(replies.get(policy.name()), "no such policy");
        return clientType == ClientType.RD_GATEWAY ? reply.forRdGateways() : reply.forAll();
    }
}
