package io.countersign.radius.secondfactor;

import io.countersign.radius.packet.Octets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Challenges in memory. */
final class FakeChallengeStore implements ChallengeStore {
    private record Row(byte[] content, Instant expires) {}

    private final Map<Octets, Row> rows = new ConcurrentHashMap<>();

    @Override
    public void keep(Octets id, byte[] content, Instant expires) {
        rows.put(id, new Row(content.clone(), expires));
    }

    @Override
    public Optional<byte[]> take(Octets id, Instant now) {
        return Optional.ofNullable(rows.remove(id))
                .filter(row -> now.isBefore(row.expires()))
                .map(Row::content);
    }
}
