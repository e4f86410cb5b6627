package io.countersign.radius.store;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import io.countersign.radius.crypto.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The records of one provider. Writes see to it that a record is the one that was read, by its version and its value: one that was
 * removed and made anew has its old version again.
 */
final class SqlRecords implements MfaRecords {
    private static final long NEVER = Long.MAX_VALUE;

    private record Stored(Versioned record, long expires) {}

    private final String provider;
    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;

    SqlRecords(String provider, Database database, StoreKey key, InstantSource clock) {
        this.provider = provider;
        this.database = database;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Optional<Versioned> find(String userId, String recordKey) {
        return read(handle -> stored(handle, userId, recordKey).map(Stored::record));
    }

    @Override
    public List<Versioned> list(String userId) {
        return read(handle ->
                records(select(handle, "user_id = :user ORDER BY record_key").bind("user", userId)));
    }

    @Override
    public List<Versioned> listAll(String recordKey) {
        return read(handle ->
                records(select(handle, "record_key = :key ORDER BY user_id").bind("key", recordKey)));
    }

    @Override
    public boolean create(String userId, String recordKey, String value) {
        return create(userId, recordKey, value, NEVER);
    }

    /** Throws {@link IllegalArgumentException} for a time that is not positive. */
    @Override
    public boolean create(String userId, String recordKey, String value, Duration timeToLive) {
        if (!timeToLive.isPositive()) {
            throw new IllegalArgumentException("a record's time to live must be positive");
        }
        return create(userId, recordKey, value, clock.instant().plus(timeToLive).toEpochMilli());
    }

    private boolean create(String userId, String recordKey, String value, long expires) {
        Versioned first = new Versioned(userId, recordKey, value, 1);
        return write(handle -> {
            handle.execute("DELETE FROM mfa_record WHERE expires_at <= ?", clock.millis());
            return handle.createUpdate("""
                                    INSERT INTO mfa_record (provider, user_id, record_key, version, expires_at, value)
                                    VALUES (:provider, :user, :key, 1, :expires, :value) ON CONFLICT DO NOTHING""")
                            .bind("provider", provider)
                            .bind("user", userId)
                            .bind("key", recordKey)
                            .bind("expires", expires)
                            .bind("value", key.seal(value, cell(first, expires)))
                            .execute()
                    == 1;
        });
    }

    @Override
    public boolean replace(Versioned read, String value) {
        return write(handle -> {
            Optional<Stored> same = unchanged(handle, read);
            same.ifPresent(stored -> update(
                    handle, new Versioned(read.userId(), read.key(), value, read.version() + 1), stored.expires()));
            return same.isPresent();
        });
    }

    @Override
    public boolean remove(Versioned read) {
        return write(handle -> {
            Optional<Stored> same = unchanged(handle, read);
            same.ifPresent(_ -> handle.execute(
                    "DELETE FROM mfa_record WHERE provider = ? AND user_id = ? AND record_key = ?",
                    provider,
                    read.userId(),
                    read.key()));
            return same.isPresent();
        });
    }

    /** Removes what all providers keep of a user. */
    static void removeUser(Handle handle, String userId) {
        handle.execute("DELETE FROM mfa_record WHERE user_id = ?", userId);
    }

    private void update(Handle handle, Versioned next, long expires) {
        handle.execute(
                "UPDATE mfa_record SET version = ?, value = ? WHERE provider = ? AND user_id = ? AND record_key = ?",
                next.version(),
                key.seal(next.value(), cell(next, expires)),
                provider,
                next.userId(),
                next.key());
    }

    private Optional<Stored> unchanged(Handle handle, Versioned read) {
        return stored(handle, read.userId(), read.key())
                .filter(stored -> stored.record().version() == read.version()
                        && Secret.ofText(stored.record().value()).equals(Secret.ofText(read.value())));
    }

    private Optional<Stored> stored(Handle handle, String userId, String recordKey) {
        return select(handle, "user_id = :user AND record_key = :key")
                .bind("user", userId)
                .bind("key", recordKey)
                .map((row, _) -> stored(row))
                .findOne();
    }

    private List<Versioned> records(Query query) {
        return query.map((row, _) -> stored(row).record()).list();
    }

    private Query select(Handle handle, String condition) {
        return handle.createQuery(
                        "SELECT * FROM mfa_record WHERE provider = :provider AND expires_at > :now AND " + condition)
                .bind("provider", provider)
                .bind("now", clock.millis());
    }

    private Stored stored(ResultSet row) throws SQLException {
        Versioned shut =
                new Versioned(row.getString("user_id"), row.getString("record_key"), "", row.getLong("version"));
        long expires = row.getLong("expires_at");
        String value = key.openText(row.getBytes("value"), cell(shut, expires));
        return new Stored(new Versioned(shut.userId(), shut.key(), value, shut.version()), expires);
    }

    private Cell cell(Versioned record, long expires) {
        return Cell.of(
                "mfa_record",
                "value",
                record.userId(),
                provider,
                record.key(),
                Long.toString(record.version()),
                Long.toString(expires));
    }

    private <T> T read(Function<Handle, T> query) {
        try {
            return database.read(query);
        } catch (StoreException e) {
            throw new MfaRecordsUnavailable(e.getMessage(), e);
        }
    }

    private <T> T write(Function<Handle, T> work) {
        try {
            return database.write(work);
        } catch (StoreException e) {
            throw new MfaRecordsUnavailable(e.getMessage(), e);
        }
    }
}
