package io.countersign.radius.access;

import io.countersign.radius.event.Seldom;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests that were not looked at since too many others of their client wait: told of once a minute for each client, or a flood of them
 * would flood the audit. Safe for use by many threads.
 */
final class Overloads {
    private final ConcurrentMap<String, Client> clients = new ConcurrentHashMap<>();

    private record Client(Seldom told, LongAdder untold) {}

    /** Counts one. Answers how many there were since the last were told of, if it is time to tell; the first are told of at once. */
    OptionalLong count(String client, Instant now) {
        var known = clients.computeIfAbsent(client, _ -> new Client(Seldom.onceAMinute(), new LongAdder()));
        known.untold().increment();
        if (!known.told().isDue(now)) {
            return OptionalLong.empty();
        }
        clients.values().removeIf(other -> !other.equals(known) && other.told().isForgettable(now));
        return OptionalLong.of(known.untold().sumThenReset());
    }
}
