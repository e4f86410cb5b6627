package io.countersign.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A policy document, read and well-formed. Whether its names exist is for whoever knows the dictionary, the directories and the plugins.
 *
 * @param clients absent if the document has no {@code clients:} key, which leaves the store's clients as they are
 */
public record PolicyDocument(
        Optional<List<ClientDefinition>> clients,
        List<RemoteServerGroup> remoteServerGroups,
        List<ConnectionRequestPolicy> connectionRequestPolicies,
        List<NetworkPolicy> networkPolicies) {
    /** Copies the lists. */
    public PolicyDocument {
        clients = clients.map(List::copyOf);
        remoteServerGroups = List.copyOf(remoteServerGroups);
        connectionRequestPolicies = List.copyOf(connectionRequestPolicies);
        networkPolicies = List.copyOf(networkPolicies);
    }

    /** The names of all policies of both kinds. */
    public List<String> policyNames() {
        return Stream.concat(
                        connectionRequestPolicies.stream().map(ConnectionRequestPolicy::name),
                        networkPolicies.stream().map(NetworkPolicy::name))
                .toList();
    }
}
