package io.countersign.radius.store;

import io.countersign.radius.challenge.ChallengeStore;
import io.countersign.radius.challenge.ChallengesUnavailable;
import io.countersign.radius.packet.Octets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The open challenges. */
final class SqlChallenges implements ChallengeStore {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(long expires, byte[] content) {}

    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;

    SqlChallenges(Database database, StoreKey key, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public void keep(Octets id, byte[] content, Instant expires) {
        // Rounded down: a challenge never lives longer than it was given.
        long until = expires.toEpochMilli();
        available(() -> database.write(handle -> {
            handle.execute("DELETE FROM challenge WHERE expires_at <= ?", clock.millis());
            return handle.execute(
                    "INSERT INTO challenge (id, expires_at, content) VALUES (?, ?, ?)",
                    id.hex(),
                    until,
                    key.seal(content, cell(id, until)));
        }));
    }

    @Override
    public Optional<byte[]> find(Octets id, Instant now) {
        Optional<Row> found = available(() -> database.read(handle -> handle.createQuery(
                        "SELECT expires_at, content FROM challenge WHERE id = :id AND expires_at > :now")
                .bind("id", id.hex())
                .bind("now", now.toEpochMilli())
                .map((row, _) -> new Row(row.getLong("expires_at"), row.getBytes("content")))
                .findOne()));
        return found.map(row -> key.open(row.content(), cell(id, row.expires())));
    }

    @Override
    public boolean take(Octets id, Instant now) {
        return available(() -> database.write(handle -> handle.execute(
                        "DELETE FROM challenge WHERE id = ? AND expires_at > ?", id.hex(), now.toEpochMilli())))
                == 1;
    }

    private static <T> T available(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException failed) {
            throw new ChallengesUnavailable(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static Cell cell(Octets id, long expires) {
        return Cell.of("challenge", "content", id.hex(), Long.toString(expires));
    }
}
