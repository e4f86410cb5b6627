package io.countersign.radius.testing;

import io.countersign.radius.challenge.ChallengeStore;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.waiting.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Challenges in memory. */
public final class InMemoryChallenges implements ChallengeStore {
    private record Row(Octets content, Instant expires) {}

    private final Map<Octets, Row> rows = new ConcurrentHashMap<>();

    @Override
    public void keep(Octets id, byte[] content, Instant expires) {
        rows.put(id, new Row(Octets.copyOf(content), expires));
    }

    @Override
    public Optional<byte[]> find(Octets id, Instant now) {
        Waiting.begin(); // as the store does
        return Optional.ofNullable(rows.get(id))
                .filter(row -> now.isBefore(row.expires()))
                .map(row -> row.content().toArray());
    }

    @Override
    public boolean take(Octets id, Instant now) {
        Waiting.begin();
        var taken = rows.remove(id);
        return taken != null && now.isBefore(taken.expires());
    }
}
