package io.countersign.radius.store;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.store.MfaSets.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The records of one provider. Writes see to it that a record is the one that was read, by its version and its value: one that was
 * removed and made anew has its old version again. Nothing is read of a user whose records are not those that {@link MfaSets} knows.
 */
final class SqlRecords implements MfaRecords {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_REMOVED_AT_ONCE = 100;

    private record Stored(Versioned record, long expires) {}

    /** A record that is not yet opened. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String userId, Entry entry, byte[] value) {}

    private final String provider;
    private final Database database;
    private final StoreKey key;
    private final MfaSets sets;
    private final InstantSource clock;

    SqlRecords(String provider, Database database, StoreKey key, RowSums sums, InstantSource clock) {
        this.provider = provider;
        this.database = database;
        this.key = key;
        this.sets = new MfaSets(key, sums);
        this.clock = clock;
    }

    @Override
    public Optional<Versioned> find(String userId, String recordKey) {
        return read(handle -> stored(handle, userId, recordKey).map(Stored::record));
    }

    @Override
    public List<Versioned> list(String userId) {
        return read(handle -> mine(handle, userId)
                .map(row -> opened(row).record())
                .sorted(Comparator.comparing(Versioned::key))
                .toList());
    }

    @Override
    public List<Versioned> listAll(String recordKey) {
        return read(handle -> handle
                .createQuery(
                        "SELECT user_id FROM mfa_record WHERE provider = :provider AND record_key = :key ORDER BY user_id")
                .bind("provider", provider)
                .bind("key", recordKey)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(user -> stored(handle, user, recordKey).stream())
                .map(Stored::record)
                .toList());
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
            removeExpired(handle);
            var _ = mine(handle, userId); // nothing is built on what does not verify
            boolean created = handle.createUpdate("""
                                    INSERT INTO mfa_record (provider, user_id, record_key, version, expires_at, value)
                                    VALUES (:provider, :user, :key, 1, :expires, :value) ON CONFLICT DO NOTHING""")
                            .bind("provider", provider)
                            .bind("user", userId)
                            .bind("key", recordKey)
                            .bind("expires", expires)
                            .bind("value", key.seal(value, cell(first, expires)))
                            .execute()
                    == 1;
            if (created) {
                sets.change(handle, userId, List.of(entry(first, expires)));
            }
            return created;
        });
    }

    /** Of all providers; what is left comes with the next. */
    private void removeExpired(Handle handle) {
        List<Row> expired = handle.createQuery("SELECT * FROM mfa_record WHERE expires_at <= :now LIMIT :most")
                .bind("now", clock.millis())
                .bind("most", MOST_REMOVED_AT_ONCE)
                .map((row, _) -> row(row))
                .list();
        Set<String> refused = new HashSet<>(); // one user's damage must not be in the way of the others
        for (String user : expired.stream().map(Row::userId).collect(Collectors.toSet())) {
            try {
                sets.verify(
                        handle,
                        user,
                        rows(handle, user).stream().map(Row::entry).toList());
            } catch (StoreDamaged _) {
                refused.add(user);
            }
        }
        for (Row row : expired) {
            if (refused.contains(row.userId())) {
                continue;
            }
            handle.execute(
                    "DELETE FROM mfa_record WHERE provider = ? AND user_id = ? AND record_key = ?",
                    row.entry().provider(),
                    row.userId(),
                    row.entry().recordKey());
            sets.change(handle, row.userId(), List.of(row.entry()));
        }
    }

    @Override
    public boolean replace(Versioned read, String value) {
        return write(handle -> {
            Optional<Stored> same = unchanged(handle, read);
            same.ifPresent(stored -> {
                Versioned next = new Versioned(read.userId(), read.key(), value, read.version() + 1);
                handle.execute(
                        "UPDATE mfa_record SET version = ?, value = ? WHERE provider = ? AND user_id = ? AND record_key = ?",
                        next.version(),
                        key.seal(next.value(), cell(next, stored.expires())),
                        provider,
                        next.userId(),
                        next.key());
                sets.change(
                        handle, read.userId(), List.of(entry(read, stored.expires()), entry(next, stored.expires())));
            });
            return same.isPresent();
        });
    }

    @Override
    public boolean remove(Versioned read) {
        return write(handle -> {
            Optional<Stored> same = unchanged(handle, read);
            same.ifPresent(stored -> {
                handle.execute(
                        "DELETE FROM mfa_record WHERE provider = ? AND user_id = ? AND record_key = ?",
                        provider,
                        read.userId(),
                        read.key());
                sets.change(handle, read.userId(), List.of(entry(read, stored.expires())));
            });
            return same.isPresent();
        });
    }

    private Optional<Stored> unchanged(Handle handle, Versioned read) {
        return stored(handle, read.userId(), read.key())
                .filter(stored -> stored.record().version() == read.version()
                        && Secret.ofText(stored.record().value()).equals(Secret.ofText(read.value())));
    }

    private Optional<Stored> stored(Handle handle, String userId, String recordKey) {
        return mine(handle, userId)
                .filter(row -> row.entry().recordKey().equals(recordKey))
                .findFirst()
                .map(this::opened);
    }

    /** This provider's records of a user that have not expired, once all of theirs have been looked at. */
    private Stream<Row> mine(Handle handle, String userId) {
        List<Row> rows = rows(handle, userId);
        sets.verify(handle, userId, rows.stream().map(Row::entry).toList());
        long now = clock.millis();
        return rows.stream()
                .filter(row ->
                        row.entry().provider().equals(provider) && row.entry().expires() > now);
    }

    private static List<Row> rows(Handle handle, String userId) {
        return handle.createQuery("SELECT * FROM mfa_record WHERE user_id = :user")
                .bind("user", userId)
                .map((row, _) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("user_id"),
                new Entry(
                        row.getString("provider"),
                        row.getString("record_key"),
                        row.getLong("version"),
                        row.getLong("expires_at")),
                row.getBytes("value"));
    }

    private Stored opened(Row row) {
        Entry entry = row.entry();
        Versioned shut = new Versioned(row.userId(), entry.recordKey(), "", entry.version());
        String value = key.openText(row.value(), cell(shut, entry.expires()));
        return new Stored(new Versioned(shut.userId(), shut.key(), value, shut.version()), entry.expires());
    }

    private Entry entry(Versioned record, long expires) {
        return new Entry(provider, record.key(), record.version(), expires);
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
