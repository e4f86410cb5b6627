package io.countersign.radius.administration;

import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Location;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.SecretReference;
import io.countersign.radius.exchange.RadiusClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Compares two states of policies and clients by name. Where something stands in its document does not count. */
final class PolicyComparison {
    /** How many names a line tells. */
    private static final int MOST_NAMES = 100;

    private static final Location NOWHERE = new Location("", 1, 1);

    private final List<String> lines = new ArrayList<>();
    private final List<String> weaker = new ArrayList<>();

    private PolicyComparison() {}

    /**
     * What changes from one state to another.
     *
     * @param clients the clients after it; absent if they stay as they are
     */
    static PolicyChanges between(
            PolicyDocument before,
            PolicyDocument after,
            List<RadiusClient> clientsBefore,
            Optional<List<RadiusClient>> clients) {
        var comparison = new PolicyComparison();
        clients.ifPresent(next -> comparison.clients(clientsBefore, next));
        comparison.remoteServerGroups(before, after);
        comparison.connectionRequestPolicies(before, after);
        comparison.networkPolicies(before, after);
        return new PolicyChanges(comparison.lines, comparison.weaker);
    }

    private void clients(List<RadiusClient> before, List<RadiusClient> after) {
        compare("client", before, after, RadiusClient::name, PolicyComparison::sameClient, (old, next) -> {
            if (!old.secret().equals(next.secret())) {
                lines.add("  client " + next.name() + " gets another shared secret");
            }
        });
        var old = byName(before, RadiusClient::name);
        for (var client : after) {
            Weaker.client(
                            Optional.ofNullable(old.get(client.name())).map(RadiusClient::definition),
                            client.definition())
                    .forEach(weaker::add);
        }
    }

    private void remoteServerGroups(PolicyDocument before, PolicyDocument after) {
        compare(
                "remote RADIUS server group",
                before.remoteServerGroups(),
                after.remoteServerGroups(),
                RemoteServerGroup::name,
                (one, other) -> anywhere(one).equals(anywhere(other)),
                (_, _) -> {});
        var old = byName(before.remoteServerGroups(), RemoteServerGroup::name);
        for (var group : after.remoteServerGroups()) {
            weaker.addAll(Weaker.serverGroup(Optional.ofNullable(old.get(group.name())), group));
        }
    }

    private void connectionRequestPolicies(PolicyDocument before, PolicyDocument after) {
        compare(
                "connection request policy",
                before.connectionRequestPolicies(),
                after.connectionRequestPolicies(),
                ConnectionRequestPolicy::name,
                (one, other) -> anywhere(one).equals(anywhere(other)),
                (_, _) -> {});
        moved(
                "connection request policies",
                names(before.connectionRequestPolicies(), ConnectionRequestPolicy::name),
                names(after.connectionRequestPolicies(), ConnectionRequestPolicy::name));
    }

    private void networkPolicies(PolicyDocument before, PolicyDocument after) {
        compare(
                "network policy",
                before.networkPolicies(),
                after.networkPolicies(),
                NetworkPolicy::name,
                (one, other) -> anywhere(one).equals(anywhere(other)),
                (_, _) -> {});
        moved(
                "network policies",
                names(before.networkPolicies(), NetworkPolicy::name),
                names(after.networkPolicies(), NetworkPolicy::name));
        var old = byName(before.networkPolicies(), NetworkPolicy::name);
        for (var policy : after.networkPolicies()) {
            weaker.addAll(Weaker.policy(Optional.ofNullable(old.get(policy.name())), policy));
        }
        var next = byName(after.networkPolicies(), NetworkPolicy::name);
        for (var policy : before.networkPolicies()) {
            weaker.addAll(Weaker.gone(policy, Optional.ofNullable(next.get(policy.name()))));
        }
    }

    private interface Difference<T> {
        void tell(T before, T after);
    }

    private <T> void compare(
            String kind,
            List<T> before,
            List<T> after,
            Function<T, String> name,
            BiPredicate<T, T> same,
            Difference<T> difference) {
        var old = byName(before, name);
        for (var item : after) {
            var previous = old.remove(name.apply(item));
            if (previous == null) {
                lines.add("+ " + kind + " " + name.apply(item));
            } else if (!same.test(previous, item)) {
                lines.add("~ " + kind + " " + name.apply(item));
                difference.tell(previous, item);
            }
        }
        old.keySet().forEach(gone -> lines.add("- " + kind + " " + gone));
    }

    private void moved(String kind, List<String> before, List<String> after) {
        var known = new HashSet<>(before);
        var staying = new HashSet<>(after);
        var kept = before.stream().filter(staying::contains).toList();
        var keptAfter = after.stream().filter(known::contains).toList();
        if (!kept.equals(keptAfter)) {
            lines.add("~ order of the " + kind + ": " + shortened(after));
            weaker.add("the " + kind + " stand in another order: the first that matches decides");
        }
    }

    private static String shortened(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private static <T> List<String> names(List<T> items, Function<T, String> name) {
        return items.stream().map(name).toList();
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        var byName = new LinkedHashMap<String, T>();
        items.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }

    private static boolean sameClient(RadiusClient one, RadiusClient other) {
        return anywhere(one.definition()).equals(anywhere(other.definition()))
                && one.secret().equals(other.secret());
    }

    /** The secret is compared by itself: how it was brought does not count either. */
    private static ClientDefinition anywhere(ClientDefinition client) {
        return client.with(new SecretReference.Sealed(), NOWHERE);
    }

    private static RemoteServerGroup anywhere(RemoteServerGroup group) {
        return group.with(
                group.servers().stream()
                        .map(server -> server.with(new SecretReference.Sealed(), NOWHERE))
                        .toList(),
                NOWHERE);
    }

    private static ConnectionRequestPolicy anywhere(ConnectionRequestPolicy policy) {
        return new ConnectionRequestPolicy(
                policy.name(),
                policy.enabled(),
                policy.description(),
                policy.when(),
                policy.authentication(),
                policy.forwardAccounting(),
                policy.with(),
                NOWHERE);
    }

    private static NetworkPolicy anywhere(NetworkPolicy policy) {
        return new NetworkPolicy(
                policy.name(),
                policy.enabled(),
                policy.description(),
                policy.when(),
                policy.constraints(),
                policy.access(),
                policy.ignoreDialInProperties(),
                policy.accountMayGrant(),
                policy.mfa(),
                policy.reply(),
                policy.rdGateway(),
                NOWHERE);
    }
}
