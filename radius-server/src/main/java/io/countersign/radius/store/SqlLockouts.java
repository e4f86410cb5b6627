package io.countersign.radius.store;

import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.identity.WrongPasswords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Wrong passwords of local users: a row a user, the times sealed, so that nobody without the key can lock an account, nor unlock one by
 * changing its row. A row that does not verify locks its user, and nobody else, until an administrator unlocks the account.
 *
 * <p>Not guarded is which rows there are: whoever takes one away, or puts an older one back, unlocks the account once the server starts
 * again.
 */
final class SqlLockouts implements LockOutStore {
    private static final String SEPARATOR = " ";
    private static final int CHANGES_AT_ONCE = 1_000;
    private static final String ROWS = """
            SELECT user_id, content, name FROM local_lockout JOIN local_user ON local_user.id = local_lockout.user_id""";

    private final Database database;
    private final StoreKey key;
    private final ChangeLog log;

    SqlLockouts(Database database, StoreKey key, ChangeLog log) {
        this.database = database;
        this.key = key;
        this.log = log;
    }

    @Override
    public Kept changedSince(Instant since) {
        return orUnavailable(() -> database.read(handle -> kept(handle.createQuery(ROWS + " WHERE changed_at >= :since")
                .bind("since", since.toEpochMilli())
                .map((row, _) -> row(row))
                .list())));
    }

    @Override
    public Kept touchedAfter(long change) {
        return orUnavailable(() -> {
            Set<String> users;
            try {
                users = touchedUsers(change);
            } catch (StoreDamaged _) {
                return changedSince(Instant.EPOCH); // nobody can tell who was changed
            }
            return database.read(handle -> kept(
                    users.stream().flatMap(user -> find(handle, user).stream()).toList()));
        });
    }

    private Set<String> touchedUsers(long change) {
        var users = new TreeSet<String>();
        var changes = log.since(change, CHANGES_AT_ONCE);
        while (!changes.isEmpty()) {
            changes.stream()
                    .filter(one -> one.deed().kinds().contains(Kind.USERS))
                    .flatMap(one -> one.user().flatMap(LocalDirectory::localId).stream())
                    .forEach(users::add);
            changes = log.since(changes.getLast().number(), CHANGES_AT_ONCE);
        }
        return users;
    }

    @Override
    public Kept join(Collection<WrongPasswords> known, Instant now) {
        return orUnavailable(() -> database.write(handle -> kept(
                known.stream().flatMap(one -> join(handle, one, now).stream()).toList())));
    }

    private Optional<Row> join(Handle handle, WrongPasswords known, Instant now) {
        var row = find(handle, known.userId());
        if (row.isPresent() && row.get() instanceof Row.Unreadable) {
            return row;
        }
        var both = row.map(kept -> kept instanceof Row.Read(var wrong) ? known.and(wrong, now) : known)
                .orElse(known);
        return write(handle, both) ? Optional.of(new Row.Read(both)) : Optional.empty();
    }

    /** Whatever stands in the row, so that one that cannot be read any more is mended by it. */
    @Override
    public Kept forget(String userId, Instant now, Deed deed) {
        return orUnavailable(() -> database.write(handle -> {
            var before = kept(find(handle, userId).stream().toList());
            write(handle, new WrongPasswords(userId, now, List.of()));
            log.append(handle, deed, Optional.empty(), Optional.of(LocalDirectory.userId(userId)));
            return before;
        }));
    }

    /** A line for each row that does not verify. */
    List<String> damage(Handle handle) {
        return kept(handle.createQuery(ROWS).map((row, _) -> row(row)).list()).damaged().stream()
                .map(damaged -> "the wrong passwords of the local user " + damaged.name()
                        + " were changed by something that does not have the store key, so that the account is locked;"
                        + " unlock it with: countersign user unlock " + damaged.name())
                .toList();
    }

    private Optional<Row> find(Handle handle, String userId) {
        return handle.createQuery(ROWS + " WHERE user_id = :user")
                .bind("user", userId)
                .map((row, _) -> row(row))
                .findOne();
    }

    /** Answers false, and does nothing, for a user who is not there any more. */
    private boolean write(Handle handle, WrongPasswords wrong) {
        return handle.createUpdate("""
                                INSERT INTO local_lockout (user_id, changed_at, content)
                                SELECT id, :changed, :content FROM local_user WHERE id = :user
                                ON CONFLICT (user_id) DO UPDATE
                                SET changed_at = excluded.changed_at, content = excluded.content""")
                        .bind("user", wrong.userId())
                        .bind("changed", changedAt(wrong).toEpochMilli())
                        .bind("content", key.seal(text(wrong), cell(wrong.userId())))
                        .execute()
                == 1;
    }

    private static Instant changedAt(WrongPasswords wrong) {
        return wrong.at().isEmpty() ? wrong.forgottenAt() : wrong.at().getLast();
    }

    private static String text(WrongPasswords wrong) {
        return Stream.concat(Stream.of(wrong.forgottenAt()), wrong.at().stream())
                .map(time -> Long.toString(time.toEpochMilli()))
                .collect(Collectors.joining(SEPARATOR));
    }

    /** A row as far as it can be read. */
    private sealed interface Row {
        record Read(WrongPasswords wrong) implements Row {}

        record Unreadable(Damaged damaged) implements Row {}
    }

    private static Kept kept(List<Row> rows) {
        var counts = new ArrayList<WrongPasswords>();
        var damaged = new ArrayList<Damaged>();
        for (var row : rows) {
            switch (row) {
                case Row.Read(var wrong) -> counts.add(wrong);
                case Row.Unreadable(var user) -> damaged.add(user);
            }
        }
        return new Kept(counts, damaged);
    }

    private Row row(ResultSet row) throws SQLException {
        try {
            return new Row.Read(wrongPasswords(row));
        } catch (StoreDamaged _) {
            return new Row.Unreadable(new Damaged(row.getString("user_id"), row.getString("name")));
        }
    }

    private WrongPasswords wrongPasswords(ResultSet row) throws SQLException {
        var userId = row.getString("user_id");
        var times = Arrays.stream(
                        key.openText(row.getBytes("content"), cell(userId)).split(SEPARATOR))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .toList();
        return new WrongPasswords(userId, times.getFirst(), times.subList(1, times.size()));
    }

    private static Cell cell(String userId) {
        return Cell.of("local_lockout", "content", userId);
    }

    private static <T> T orUnavailable(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException e) {
            throw new DirectoryUnavailable(e.getMessage(), e);
        }
    }
}
