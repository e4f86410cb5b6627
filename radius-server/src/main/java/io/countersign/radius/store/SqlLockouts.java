package io.countersign.radius.store;

import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.identity.WrongPasswords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Wrong passwords of local users: a row a user, the times sealed, so that nobody can lock or unlock an account without the key. */
final class SqlLockouts implements LockOutStore {
    private static final String SEPARATOR = " ";

    private final Database database;
    private final StoreKey key;
    private final ChangeLog log;

    SqlLockouts(Database database, StoreKey key, ChangeLog log) {
        this.database = database;
        this.key = key;
        this.log = log;
    }

    @Override
    public List<WrongPasswords> changedSince(Instant since) {
        return orUnavailable(() -> database.read(
                handle -> handle.createQuery("SELECT user_id, content FROM local_lockout WHERE changed_at >= :since")
                        .bind("since", since.toEpochMilli())
                        .map((row, _) -> wrongPasswords(row))
                        .list()));
    }

    @Override
    public List<WrongPasswords> join(Collection<WrongPasswords> known) {
        return orUnavailable(() -> database.write(handle ->
                known.stream().flatMap(one -> join(handle, one).stream()).toList()));
    }

    private Optional<WrongPasswords> join(Handle handle, WrongPasswords known) {
        var both = find(handle, known.userId()).map(known::and).orElse(known);
        return write(handle, both) ? Optional.of(both) : Optional.empty();
    }

    /** Whatever stands in the row, so that one that cannot be read any more is mended by it. */
    @Override
    public void forget(String userId, Instant now, Deed deed) {
        orUnavailable(() -> database.write(handle -> {
            boolean written = write(handle, new WrongPasswords(userId, now, List.of()));
            log.append(handle, deed, Optional.empty(), Optional.of(userId));
            return written;
        }));
    }

    private Optional<WrongPasswords> find(Handle handle, String userId) {
        return handle.createQuery("SELECT user_id, content FROM local_lockout WHERE user_id = :user")
                .bind("user", userId)
                .map((row, _) -> wrongPasswords(row))
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
