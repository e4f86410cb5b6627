package io.countersign.radius.store;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.Problem;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.identity.LocalName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The keys by which users and groups are found: once they told composed and decomposed characters apart. Two names of an old store that are
 * one by now, of users, groups, clients, policies or remote servers, are no matter to guess at: the upgrade is refused before anything is
 * changed.
 */
final class NameKeys {
    private NameKeys() {}

    private static final String MEND =
            " to this program they are one. Nothing was changed. Remove one of them with the program that the"
                    + " store was used with so far, then do: countersign upgrade";

    /** Throws {@link StoreVersionMismatch} if two users, groups, clients, policies, server groups or servers of a group are one name. */
    static void requireDistinct(Path file, Handle handle) {
        requireDistinct(file, "users", handle, "SELECT name, id AS which FROM local_user ORDER BY name_key");
        requireDistinct(file, "groups", handle, "SELECT name, name_key AS which FROM local_group ORDER BY name_key");
        requireDistinct(file, "clients", handle, "SELECT name, address AS which FROM radius_client ORDER BY name");
        handle.createQuery("SELECT number, document FROM policy_revision ORDER BY number DESC LIMIT 1")
                .map((row, _) -> PolicyReader.sameNames("revision " + row.getLong("number"), row.getString("document")))
                .findOne()
                .ifPresent(same -> requireNone(file, same));
    }

    private static void requireNone(Path file, List<Problem> same) {
        if (!same.isEmpty()) {
            throw new StoreVersionMismatch(file + ": in the policies, names are spelled alike:" + MEND + "\n"
                    + same.stream().map(Problem::toString).collect(joining("\n")));
        }
    }

    private static void requireDistinct(Path file, String what, Handle handle, String query) {
        Map<String, String> seen = new HashMap<>();
        handle.createQuery(query)
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("which")))
                .forEach(row -> {
                    String before = seen.putIfAbsent(
                            LocalName.folded(row.getKey()), row.getKey() + " (" + row.getValue() + ")");
                    if (before != null) {
                        throw new StoreVersionMismatch(
                                file + ": the " + what + " " + before + " and " + row.getKey() + " ("
                                        + row.getValue()
                                        + ") are spelled alike, with characters composed in one and decomposed in the other:"
                                        + MEND);
                    }
                });
    }

    static boolean areComposed(Handle handle) {
        return handle.createQuery("SELECT names_composed FROM store_state")
                .mapTo(boolean.class)
                .one();
    }

    /** Sets them anew if that was not done yet. Answers whether there was anything to do. */
    static boolean compose(Path file, StoreKey key) {
        try {
            return Jdbi.create(Database.dataSource(file, TransactionMode.IMMEDIATE))
                    .inTransaction(handle -> {
                        if (areComposed(handle)) {
                            return false;
                        }
                        RowSums sums = RowSums.of(handle, key).orElseThrow(() -> Schema.older(file));
                        SqlLocalUsers.setNameKeysAnew(handle, sums);
                        handle.execute("UPDATE store_state SET names_composed = TRUE");
                        return true;
                    });
        } catch (JdbiException e) {
            throw Database.fault(file, e);
        }
    }
}
