package io.countersign.radius.store;

import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.store.RowSums.Left;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which records plugins keep of each user: none can be added, removed, put back or given to another user without the key. Every local user
 * has a set, be it empty, so that the set itself cannot go unnoticed; of others one begins with their first record.
 */
final class MfaSets {
    static final String SETS = "mfa_set";

    /** One record of a user, as far as it counts here. */
    record Entry(String provider, String recordKey, long version, long expires) {
        private Cell cell(String userId) {
            return Cell.of(
                    "mfa_record", "row", userId, provider, recordKey, Long.toString(version), Long.toString(expires));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(long version, byte[] sum) {}

    private final StoreKey key;
    private final RowSums sums;

    MfaSets(StoreKey key, RowSums sums) {
        this.key = key;
        this.sums = sums;
    }

    /** A user who has no records yet. */
    void begin(Handle handle, String userId) {
        write(handle, userId, new Kept(1, sums.of(List.of())));
        sums.change(handle, SETS, List.of(summed(userId, 1)));
    }

    /** Takes records in, or out; both an old and a new one where one is replaced. */
    void change(Handle handle, String userId, List<Entry> entries) {
        if (kept(handle, userId).isEmpty()) {
            verify(handle, userId, List.of());
            begin(handle, userId);
        }
        Kept before = kept(handle, userId).orElseThrow();
        Kept after = new Kept(before.version() + 1, sums.with(before.sum(), cells(userId, entries)));
        write(handle, userId, after);
        sums.change(handle, SETS, List.of(summed(userId, before.version()), summed(userId, after.version())));
    }

    /** Removes a user's set with all records, whatever was done to them past the store. */
    Left remove(Handle handle, String userId) {
        Optional<Long> version = version(handle, userId);
        handle.execute("DELETE FROM mfa_record WHERE user_id = ?", userId);
        handle.execute("DELETE FROM mfa_set WHERE user_id = ?", userId);
        return sums.leave(handle, SETS, tried -> summed(userId, tried), version, sets(handle));
    }

    /** Takes for good which sets there are; those that do not verify stay as they are. */
    void sealAnew(Handle handle) {
        sums.keep(handle, SETS, sets(handle));
    }

    /** Throws {@link StoreDamaged} unless all sets are there, and no others. */
    void requireAll(Handle handle) {
        if (!sums.hold(handle, SETS, sets(handle))) {
            throw new StoreDamaged(
                    "rows of mfa_set were added, removed or put back by something that does not have the store key."
                            + " Restore the database from a backup; or remove the user and add them anew; or, if it is not"
                            + " known whose they are, do: countersign check --seal-anew");
        }
    }

    private static List<Cell> sets(Handle handle) {
        return handle.createQuery("SELECT user_id, version FROM mfa_set")
                .map((row, _) -> summed(row.getString("user_id"), row.getLong("version")))
                .list();
    }

    /** Throws {@link StoreDamaged} unless a user has these records, all of them and no others. */
    void verify(Handle handle, String userId, List<Entry> entries) {
        boolean same = kept(handle, userId)
                .map(kept -> MessageDigest.isEqual(kept.sum(), sums.of(cells(userId, entries))))
                .orElseGet(() -> entries.isEmpty() && !isLocalUser(handle, userId));
        if (!same) {
            throw new StoreDamaged("the second factors of " + userId
                    + " were added to, taken away or put back by something that does not have the store key. Restore the"
                    + " database from a backup, or remove the user and add them anew.");
        }
    }

    /** Begins with the records that an older program kept. */
    void sealOld(Handle handle) {
        sums.keep(handle, SETS, List.of());
        List<String> users =
                new ArrayList<>(handle.createQuery("SELECT id FROM local_user").mapTo(String.class).list().stream()
                        .map(LocalDirectory::userId)
                        .toList());
        users.addAll(handle.createQuery("SELECT DISTINCT user_id FROM mfa_record")
                .mapTo(String.class)
                .list());
        for (String user : users.stream().distinct().toList()) {
            begin(handle, user);
            List<Entry> entries = entries(handle, user);
            if (!entries.isEmpty()) {
                change(handle, user, entries);
            }
        }
    }

    /** What is wrong with each user's set, and with the set of these. */
    List<String> damage(Handle handle) {
        List<String> found = new ArrayList<>();
        try {
            requireAll(handle);
        } catch (StoreDamaged damaged) {
            found.add(damaged.getMessage());
        }
        List<String> users = handle.createQuery("""
                        SELECT 'local:' || id FROM local_user UNION SELECT user_id FROM mfa_record
                        UNION SELECT user_id FROM mfa_set""").mapTo(String.class).list();
        for (String user : users) {
            try {
                verify(handle, user, entries(handle, user));
            } catch (StoreDamaged damaged) {
                found.add(damaged.getMessage());
            }
        }
        return found;
    }

    private static List<Entry> entries(Handle handle, String userId) {
        return handle.createQuery("SELECT * FROM mfa_record WHERE user_id = :user")
                .bind("user", userId)
                .map((row, _) -> new Entry(
                        row.getString("provider"),
                        row.getString("record_key"),
                        row.getLong("version"),
                        row.getLong("expires_at")))
                .list();
    }

    private static boolean isLocalUser(Handle handle, String userId) {
        return LocalDirectory.localId(userId)
                .filter(id -> handle.createQuery("SELECT COUNT(*) FROM local_user WHERE id = :id")
                                .bind("id", id)
                                .mapTo(int.class)
                                .one()
                        > 0)
                .isPresent();
    }

    private Optional<Kept> kept(Handle handle, String userId) {
        return handle.createQuery("SELECT version, sum FROM mfa_set WHERE user_id = :user")
                .bind("user", userId)
                .map((row, _) -> new Kept(row.getLong("version"), row.getBytes("sum")))
                .findOne()
                .map(row -> new Kept(row.version(), key.open(row.sum(), cell(userId, row.version()))));
    }

    private static Optional<Long> version(Handle handle, String userId) {
        return handle.createQuery("SELECT version FROM mfa_set WHERE user_id = :user")
                .bind("user", userId)
                .mapTo(Long.class)
                .findOne();
    }

    private void write(Handle handle, String userId, Kept kept) {
        handle.execute("""
                INSERT INTO mfa_set (user_id, version, sum) VALUES (?, ?, ?)
                ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, sum = excluded.sum""", userId, kept.version(), key.seal(kept.sum(), cell(userId, kept.version())));
    }

    private static List<Cell> cells(String userId, List<Entry> entries) {
        return entries.stream().map(entry -> entry.cell(userId)).toList();
    }

    private static Cell cell(String userId, long version) {
        return Cell.of(SETS, "sum", userId, Long.toString(version));
    }

    private static Cell summed(String userId, long version) {
        return Cell.of(SETS, "row", userId, Long.toString(version));
    }
}
