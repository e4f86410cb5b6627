package io.countersign.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The clients that requests may come from, each known by its number in their list. Asked of very many, it knows nothing of any: many conditions
 * are held against each of them.
 */
public final class KnownClients {
    private static final int MOST = 1_000;

    private final List<ClientDefinition> clients;

    /** Many policies say the same of clients. */
    private final Map<Conditions, BitSet> matching = new HashMap<>();

    private final Map<Condition, BitSet> meeting = new HashMap<>();

    /** Of these. */
    public KnownClients(List<ClientDefinition> clients) {
        this.clients = clients.size() > MOST ? List.of() : List.copyOf(clients);
    }

    /** Those some of whose requests may meet conditions; none if nothing is known of clients. */
    BitSet thatMayMatch(Conditions when) {
        return matching.computeIfAbsent(when.ofClients(), asked -> those(asked::mayMatch));
    }

    /** Whether every request of some clients, of which there is one at least, meets a condition. */
    boolean allMeet(BitSet some, Condition condition) {
        return !some.isEmpty() && Conditions.isOfClients(condition) && isWithin(some, meeting(condition));
    }

    private BitSet meeting(Condition condition) {
        return meeting.computeIfAbsent(condition, asked -> those(client -> Conditions.surelyMatches(asked, client)));
    }

    private BitSet those(Predicate<ClientDefinition> which) {
        return IntStream.range(0, clients.size())
                .filter(number -> which.test(clients.get(number)))
                .collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private static boolean isWithin(BitSet some, BitSet others) {
        BitSet beyond = (BitSet) some.clone();
        beyond.andNot(others);
        return beyond.isEmpty();
    }
}
