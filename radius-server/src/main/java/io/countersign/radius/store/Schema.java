package io.countersign.radius.store;

import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig.TransactionMode;

/** The version of the tables. Only making and upgrading a store loads Flyway: it would slow down every start. */
final class Schema {
    /** The version that this program works with: that of the newest {@code V…__….sql}. */
    static final int VERSION = 11;

    private static final String SCRIPTS = "classpath:io/countersign/radius/store";

    private Schema() {}

    /** Runs the scripts that the database does not know yet. Answers whether there were any. */
    static boolean migrate(Path database) {
        try {
            return Flyway.configure()
                            .dataSource(Database.dataSource(database, TransactionMode.DEFERRED))
                            .locations(SCRIPTS)
                            .load()
                            .migrate()
                            .migrationsExecuted
                    > 0;
        } catch (FlywayException e) {
            throw Database.fault(database, e);
        }
    }

    static void requireCurrent(Path database, Handle handle) {
        if (requireNotNewer(database, handle) < VERSION) {
            throw older(database);
        }
    }

    static StoreVersionMismatch older(Path database) {
        return new StoreVersionMismatch(
                database + ": an older Countersign made this database. Stop the server, then do: countersign upgrade");
    }

    /** The version of a database that is not newer than this program. */
    static int requireNotNewer(Path database, Handle handle) {
        int version = version(handle)
                .orElseThrow(
                        () -> new StoreDamaged(
                                database
                                        + ": this is not a Countersign database. Check the store's path, or restore the file from a backup."));
        if (version > VERSION) {
            throw new StoreVersionMismatch(database + ": a newer Countersign made this database (its version is "
                    + version + ", this program's is " + VERSION + "). Install the newer program.");
        }
        return version;
    }

    private static Optional<Integer> version(Handle handle) {
        boolean managed = handle.createQuery("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'")
                        .mapTo(int.class)
                        .one()
                > 0;
        return managed
                ? handle.createQuery("SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")
                        .mapTo(Integer.class)
                        .findOne()
                : Optional.empty();
    }
}
