package io.countersign.policy.document;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Facts;
import io.countersign.policy.Groups;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.PolicyDocument;
import java.net.InetAddress;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One case: a request, and what is expected.
 *
 * @param machineGroups those of the client computer
 * @param groups all that the case names, as it writes them
 * @param clientType where the case says it, the client need not be in the document
 */
record PolicyCase(
        String name,
        Location at,
        String clientName,
        Optional<ClientType> clientType,
        Optional<InetAddress> clientAddress,
        Optional<String> clientVendor,
        Facts.Account account,
        Groups machineGroups,
        List<Located<String>> groups,
        AuthenticationMethod method,
        ZonedDateTime time,
        Map<String, List<String>> attributes,
        Optional<String> requestPolicy,
        Optional<String> decision,
        Optional<String> reply) {
    /** Copies the attributes, whose names differ by more than case. */
    PolicyCase {
        TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(attributes);
        attributes = copy;
        groups = List.copyOf(groups);
    }

    /** What is known of the client that sends the request. */
    record Client(ClientType type, InetAddress address, String vendor) {}

    /** The client, from the case where it says so and else from the document; empty if neither knows it. */
    Optional<Client> client(PolicyDocument document) {
        Optional<ClientDefinition> defined = document.clients().orElse(List.of()).stream()
                .filter(client -> CaseFolding.same(client.name(), clientName))
                .findFirst();
        Optional<ClientType> type = clientType.or(() -> defined.map(ClientDefinition::type));
        return type.map(known -> new Client(
                known,
                clientAddress
                        .or(() -> defined.map(client -> client.address().network()))
                        .orElseGet(() -> InetAddress.ofLiteral("192.0.2.1")),
                clientVendor.or(() -> defined.map(ClientDefinition::vendor)).orElse(ClientReader.STANDARD_VENDOR)));
    }

    /** What the connection request policies see. */
    Facts facts(Client client) {
        return facts(client, said());
    }

    /** What the network policies see behind a connection request policy. */
    Facts facts(Client client, ConnectionRequestPolicy behind) {
        return facts(
                client,
                behind.manipulation()
                        .map(manipulation -> manipulation.of(said()))
                        .orElseGet(this::said));
    }

    private Facts.RequestAttributes said() {
        return attribute -> Facts.Values.of(attributes.getOrDefault(attribute, List.of()));
    }

    private Facts facts(Client client, Facts.RequestAttributes said) {
        return new Facts(
                clientName,
                client.type(),
                client.address(),
                client.vendor(),
                said,
                method,
                time,
                () -> machineGroups,
                Optional.of(account));
    }
}
