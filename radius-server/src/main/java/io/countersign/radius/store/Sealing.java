package io.countersign.radius.store;

import io.countersign.radius.access.Administered.Revision;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Brings under the key what tables of an older program hold without it: the groups of users, and which users, groups, second factors,
 * clients and shared secrets there are. All or nothing, and once; what is there at that moment is taken for good. An empty database is
 * sealed so too.
 */
final class Sealing {
    private Sealing() {}

    /** Answers whether there was anything to do. */
    static boolean run(Path file, StoreKey key) {
        try (Database database = new Database(file)) {
            return Jdbi.create(Database.dataSource(file, TransactionMode.IMMEDIATE))
                    .inTransaction(handle -> {
                        if (RowSums.of(handle, key).isPresent()) {
                            return false;
                        }
                        Marker.requireUnsealed(file, key, handle);
                        seal(handle, database, key);
                        Marker.sealed(key, handle);
                        return true;
                    });
        } catch (JdbiException e) {
            throw Database.fault(file, e);
        }
    }

    private static void seal(Handle handle, Database database, StoreKey key) {
        RowSums sums = RowSums.begin(handle, key);
        ChangeLog.begin(handle, key);
        ChangeLog log = new ChangeLog(database, key, InstantSource.system());
        SqlClients clients = new SqlClients(database, key, InstantSource.system(), log);
        clients.seal(handle);
        new SqlServerSecrets(key).seal(handle);
        List<String> refused = new SqlLocalUsers(database, key, sums, log).sealOld(handle);
        new MfaSets(key, sums).sealOld(handle);
        var administered = new SqlAdministered(database, key, clients, log, InstantSource.system());
        administered.history(handle).reversed().forEach(revision -> log(handle, log, revision));
        if (!refused.isEmpty()) {
            Author by = new Author("countersign", "upgrade", "");
            List<String> lines = refused.stream()
                    .map(user -> "! user " + user + ": did not verify, stays refused")
                    .toList();
            log.append(handle, new Deed(Set.of(Kind.USERS), by, lines, List.of()), Optional.empty(), Optional.empty());
        }
        handle.execute("UPDATE store_state SET audited = (SELECT COUNT(*) FROM change_log)");
    }

    private static void log(Handle handle, ChangeLog log, Revision revision) {
        Deed deed = new Deed(
                Set.of(Kind.POLICIES),
                new Author(revision.author(), "", revision.comment()),
                List.of("revision " + revision.number()),
                List.of());
        log.append(handle, deed, revision.at(), Optional.of(revision.number()), Optional.empty());
    }
}
