package io.countersign.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions of a policy; all of them must hold.
 *
 * @param all in the order of the document; at least one
 */
public record Conditions(List<Condition> all) {
    /** Copies the list. */
    public Conditions {
        all = List.copyOf(all);
    }

    /** The same of requests from servers of one type; none stay none, which never hold. */
    Conditions of(NetworkAccessServerType type) {
        return all.isEmpty()
                ? this
                : new Conditions(Stream.concat(Stream.of(new Condition.OfServerType(type)), all.stream())
                        .toList());
    }

    /** The groups that are asked for, for whoever knows the directories. */
    public List<Located<String>> groups() {
        return all.stream()
                .flatMap(condition -> switch (condition) {
                    case Condition.UserGroups(var groups) -> groups.stream();
                    case Condition.MachineGroups(var groups) -> groups.stream();
                    default -> Stream.empty();
                })
                .toList();
    }

    /** The enumerated attributes and the values that are asked for, for whoever knows the dictionary. */
    public List<Condition.AttributeIs> enumerated() {
        return all.stream()
                .flatMap(condition -> condition instanceof Condition.AttributeIs is
                        ? Stream.of(is)
                        : Stream.<Condition.AttributeIs>empty())
                .toList();
    }

    /** Whether some request of the client could meet them. What only a request can tell is taken as met. */
    public boolean mayMatch(ClientDefinition client) {
        return all.stream().allMatch(condition -> mayMatch(condition, client));
    }

    /** Those that a client's definition alone can meet or fail. */
    public Conditions ofClients() {
        return new Conditions(all.stream().filter(Conditions::isOfClients).toList());
    }

    private static boolean mayMatch(Condition condition, ClientDefinition client) {
        return switch (condition) {
            case Condition.OfClientType(var type) -> client.type() == type;
            case Condition.ClientFriendlyName(var pattern) ->
                pattern.search(client.name()) != NpsPattern.Search.NOT_FOUND;
            case Condition.ClientAddress(var range) -> range.overlaps(client.address());
            case Condition.ClientVendor(var vendors) ->
                vendors.stream().anyMatch(vendor -> CaseFolding.same(vendor.value(), client.vendor()));
            case Condition.OfServerType _,
                    Condition.ClientNetwork _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.At _,
                    Condition.OfMethod _,
                    Condition.AttributeHolds _,
                    Condition.AttributeIs _ -> true;
        };
    }

    /** Whether every request of the client meets a condition, which is one {@link #ofClients}. */
    static boolean surelyMatches(Condition ofClients, ClientDefinition client) {
        return ofClients instanceof Condition.ClientAddress(var range)
                ? client.address().isWithin(range)
                : mayMatch(ofClients, client);
    }

    static boolean isOfClients(Condition condition) {
        return switch (condition) {
            case Condition.OfClientType _,
                    Condition.ClientFriendlyName _,
                    Condition.ClientAddress _,
                    Condition.ClientVendor _ -> true;
            case Condition.OfServerType _,
                    Condition.ClientNetwork _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.At _,
                    Condition.OfMethod _,
                    Condition.AttributeHolds _,
                    Condition.AttributeIs _ -> false;
        };
    }
}
