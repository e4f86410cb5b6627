package io.countersign.radius.administration;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.KnownClients;
import io.countersign.policy.Location;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.Policy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.SecretReference;
import io.countersign.policy.document.PolicyWriter;
import io.countersign.radius.exchange.RadiusClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares two states of policies and clients by name. Where something stands in its document does not count. */
final class PolicyComparison {
    private static final Location NOWHERE = new Location("", 1, 1);

    private final List<String> lines = new ArrayList<>();
    private final List<String> weaker = new ArrayList<>();

    private final KnownClients known;

    private PolicyComparison(KnownClients known) {
        this.known = known;
    }

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
        var comparison = new PolicyComparison(new KnownClients(clients.orElse(clientsBefore).stream()
                .map(RadiusClient::definition)
                .toList()));
        clients.ifPresent(next -> comparison.clients(clientsBefore, next));
        comparison.remoteServerGroups(before, after);
        comparison.connectionRequestPolicies(before, after);
        comparison.networkPolicies(before, after);
        return new PolicyChanges(comparison.lines, comparison.weaker);
    }

    private void clients(List<RadiusClient> before, List<RadiusClient> after) {
        compare("client", before, after, RadiusClient::name, RadiusClient::name, (old, next) -> {
            var changed =
                    ChangedKeys.between(PolicyWriter.keys(old.definition()), PolicyWriter.keys(next.definition()));
            return old.secret().equals(next.secret())
                    ? changed
                    : Stream.concat(changed.stream(), Stream.of("another shared secret"))
                            .toList();
        });
        var old = byName(before, RadiusClient::name);
        for (var client : after) {
            weaker.addAll(Weaker.client(
                    Optional.ofNullable(old.get(client.name())).map(RadiusClient::definition), client.definition()));
        }
    }

    private void remoteServerGroups(PolicyDocument before, PolicyDocument after) {
        compare(
                "remote RADIUS server group",
                before.remoteServerGroups(),
                after.remoteServerGroups(),
                RemoteServerGroup::name,
                RemoteServerGroup::name,
                (old, next) -> changed(anywhere(old), anywhere(next), PolicyWriter::keys));
        var old = byName(before.remoteServerGroups(), RemoteServerGroup::name);
        for (var group : after.remoteServerGroups()) {
            weaker.addAll(Weaker.serverGroup(Optional.ofNullable(old.get(group.name())), group));
        }
    }

    private void connectionRequestPolicies(PolicyDocument before, PolicyDocument after) {
        inOrder(
                "connection request policy",
                before.connectionRequestPolicies(),
                after.connectionRequestPolicies(),
                ConnectionRequestPolicy::name,
                (old, next) -> changed(anywhere(old), anywhere(next), PolicyWriter::keys));
        weaker.addAll(FirstMatch.weaker(
                Weaker.CONNECTION_REQUEST,
                Policy.inOrder(before.connectionRequestPolicies()),
                Policy.inOrder(after.connectionRequestPolicies()),
                known));
    }

    private void networkPolicies(PolicyDocument before, PolicyDocument after) {
        inOrder(
                "network policy",
                before.networkPolicies(),
                after.networkPolicies(),
                NetworkPolicy::name,
                (old, next) -> changed(anywhere(old), anywhere(next), PolicyWriter::keys));
        weaker.addAll(FirstMatch.weaker(
                Weaker.NETWORK,
                Policy.inOrder(before.networkPolicies()),
                Policy.inOrder(after.networkPolicies()),
                known));
    }

    /** What differs between two of one name, one line each; none if nothing does. */
    private static <T> List<String> changed(T before, T after, Function<T, Map<String, List<String>>> keys) {
        if (before.equals(after)) {
            return List.of();
        }
        var changed = ChangedKeys.between(keys.apply(before), keys.apply(after));
        return changed.isEmpty() ? List.of("the same keys in another order") : changed;
    }

    private <T> void inOrder(
            String kind,
            List<T> before,
            List<T> after,
            Function<T, String> name,
            BiFunction<T, T, List<String>> changed) {
        var order = new ChangedOrder(names(before, name), names(after, name));
        compare(kind, before, after, item -> name.apply(item) + order.place(name.apply(item)), name, changed);
        order.moves().forEach(move -> lines.add("~ " + kind + " " + move));
    }

    private <T> void compare(
            String kind,
            List<T> before,
            List<T> after,
            Function<T, String> asNew,
            Function<T, String> name,
            BiFunction<T, T, List<String>> changed) {
        var old = byName(before, name);
        for (var item : after) {
            var previous = old.remove(name.apply(item));
            if (previous == null) {
                lines.add("+ " + kind + " " + asNew.apply(item));
            } else {
                changed.apply(previous, item)
                        .forEach(line -> lines.add("~ " + kind + " " + name.apply(item) + ": " + line));
            }
        }
        old.keySet().forEach(gone -> lines.add("- " + kind + " " + gone));
    }

    private static <T> List<String> names(List<T> items, Function<T, String> name) {
        return items.stream().map(name).toList();
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        var byName = new LinkedHashMap<String, T>();
        items.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }

    private static RemoteServerGroup anywhere(RemoteServerGroup group) {
        return group.with(
                group.servers().stream()
                        .map(server -> server.with(new SecretReference.Sealed(), NOWHERE))
                        .toList(),
                NOWHERE);
    }

    private static ConnectionRequestPolicy anywhere(ConnectionRequestPolicy policy) {
        return policy.with(NOWHERE);
    }

    private static NetworkPolicy anywhere(NetworkPolicy policy) {
        return policy.with(NOWHERE);
    }
}
