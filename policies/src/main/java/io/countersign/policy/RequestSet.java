package io.countersign.policy;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The requests that conditions match, as a set, to be compared with another without any request. What is said is certain; where a look at the
 * conditions does not tell (patterns, names beside numbers), nothing is said.
 */
public final class RequestSet {
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    /** What the conditions name, by key, as names are compared. */
    private final Map<String, Set<String>> names = new HashMap<>();

    private final BitSet clients;

    private RequestSet(BitSet clients) {
        this.clients = clients;
    }

    /**
     * Of all these conditions.
     *
     * @param known the clients that requests may come from
     */
    public static RequestSet of(Conditions when, KnownClients known) {
        RequestSet set = new RequestSet(known.thatMayMatch(when));
        when.all().stream().filter(condition -> !isAlways(condition)).forEach(set::add);
        return set;
    }

    private void add(Condition condition) {
        conditions.put(condition.key(), condition);
        names.put(condition.key(), CaseFolding.folded(condition.values()));
    }

    /**
     * By what a set may have requests that another has not.
     *
     * @param key of the condition
     * @param certain whether it has some; false if it cannot be told
     */
    public record Excess(String key, boolean certain) {
        /** Where the key stands in a policy. */
        public String path() {
            return key.equals(Condition.OfServerType.KEY) ? key : "when." + key;
        }
    }

    /** By what this set may have requests that the other has not; empty if it certainly has none. */
    public List<Excess> beyond(RequestSet other) {
        return other.conditions.values().stream()
                .filter(asked -> !implies(asked, other))
                .map(asked -> new Excess(
                        asked.key(), !conditions.containsKey(asked.key()) || isDecidable(conditions.get(asked.key()))))
                .toList();
    }

    /** Whether every request of this set certainly is in the other. */
    public boolean isWithin(RequestSet other) {
        return isWithin(other, _ -> false);
    }

    /** The same of the requests of this set for which further conditions are known to hold. */
    boolean isWithin(RequestSet other, Predicate<Condition> known) {
        for (Condition asked : other.conditions.values()) {
            if (!implies(asked, other) && !known.test(asked)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every request that is both in this and in another set certainly is in a third. */
    public boolean isWithin(RequestSet third, RequestSet another) {
        return isWithin(third, asked -> another.implies(asked, third));
    }

    /** The clients whose requests may be in it, by their number. */
    BitSet clients() {
        return clients;
    }

    /** Whether certainly no request is in both, with the clients that there are. A set that none of them reaches is not told from others. */
    public boolean isApartFrom(RequestSet other) {
        boolean ofOtherClients = !clients.isEmpty() && !other.clients.isEmpty() && !clients.intersects(other.clients);
        return ofOtherClients || haveApartConditions(other);
    }

    private boolean haveApartConditions(RequestSet other) {
        return conditions.values().stream()
                .anyMatch(mine -> other.conditions.containsKey(mine.key())
                        && areApart(mine, other.conditions.get(mine.key()), other));
    }

    /** Whether whatever is in this set meets a condition of another one. */
    private boolean implies(Condition asked, RequestSet other) {
        Condition mine = conditions.get(asked.key());
        return mine != null && (mine.equals(asked) || isWithin(mine, asked, other));
    }

    private static boolean isAlways(Condition condition) {
        return (condition instanceof Condition.At(var times) && times.isAlways())
                || (condition instanceof Condition.ClientFriendlyName(var pattern) && pattern.isAnyText());
    }

    /** Whether what is not seen to be within another one certainly is not. */
    private static boolean isDecidable(Condition condition) {
        return switch (condition) {
            case Condition.OfServerType _,
                    Condition.OfClientType _,
                    Condition.ClientAddress _,
                    Condition.ClientVendor _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.At _,
                    Condition.OfMethod _ -> true;
            case Condition.ClientFriendlyName _,
                    Condition.ClientNetwork _,
                    Condition.AttributeHolds _,
                    Condition.AttributeIs _ -> false;
        };
    }

    /** Of two conditions with one key. */
    private boolean isWithin(Condition narrower, Condition wider, RequestSet other) {
        return switch (wider) {
            case Condition.ClientFriendlyName(var pattern) ->
                narrower instanceof Condition.ClientFriendlyName(var mine) && mine.isWithin(pattern);
            case Condition.ClientAddress(var range) ->
                narrower instanceof Condition.ClientAddress(var mine) && mine.isWithin(range);
            case Condition.ClientNetwork(var ranges) ->
                narrower instanceof Condition.ClientNetwork(var mine)
                        && mine.stream().allMatch(range -> ranges.stream().anyMatch(range::isWithin));
            case Condition.At(var times) -> narrower instanceof Condition.At(var mine) && mine.isWithin(times);
            case Condition.AttributeHolds(var _, var pattern) ->
                narrower instanceof Condition.AttributeHolds(var _, var mine) && mine.isWithin(pattern);
            case Condition.OfServerType _,
                    Condition.OfClientType _,
                    Condition.ClientVendor _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.OfMethod _,
                    Condition.AttributeIs _ -> other.names(wider).containsAll(names(narrower));
        };
    }

    /** Of two conditions with one key, of which a request has one value. */
    private boolean areApart(Condition one, Condition other, RequestSet set) {
        return switch (one) {
            case Condition.ClientFriendlyName(var pattern) ->
                other instanceof Condition.ClientFriendlyName(var theirs) && pattern.isApartFrom(theirs);
            case Condition.ClientAddress(var range) ->
                other instanceof Condition.ClientAddress(var theirs) && !range.overlaps(theirs);
            case Condition.At(var times) -> other instanceof Condition.At(var theirs) && !times.overlaps(theirs);
            case Condition.OfServerType _, Condition.OfClientType _, Condition.ClientVendor _, Condition.OfMethod _ ->
                Collections.disjoint(names(one), set.names(other));
            case Condition.ClientNetwork _,
                    Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.AttributeHolds _,
                    Condition.AttributeIs _ -> false;
        };
    }

    private Set<String> names(Condition condition) {
        return Objects.requireNonNull(names.get(condition.key()));
    }
}
