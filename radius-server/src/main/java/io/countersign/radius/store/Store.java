package io.countersign.radius.store;

import io.countersign.radius.access.Administered;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.challenge.ChallengeStore;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.ClientStore;
import io.countersign.radius.identity.LocalUserChanges;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.plugins.RecordStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Everything the server keeps, in one SQLite file that the server and the command line use at the same time. Safe for use by many
 * threads.
 *
 * <p>Every method throws a {@link StoreException} if the store cannot be used; {@link #users}, {@link #lockOuts}, {@link #records} and {@link #accounting} throw what their
 * interfaces say, with the {@code StoreException} as the cause.
 */
public final class Store implements AutoCloseable {
    /** What {@link #create} did. */
    public enum Creation {
        /** Made a new key and an empty database. */
        CREATED,
        /** Found both, belonging together, and changed nothing. */
        ALREADY_THERE
    }

    /** How much of a store is looked at before it is used. */
    public enum Soundness {
        /** That it is ours, of this program's version, and belongs to the key: milliseconds, whatever its size. */
        QUICK,
        /** The whole file: as long as it takes to read it. */
        WHOLE
    }

    private final Database database;
    private final SqlClients clients;
    private final ChangeLog log;
    private final SqlAdministered administered;
    private final SqlLocalUsers users;
    private final SqlLockouts lockOuts;
    private final MfaSets factors;
    private final SqlChallenges challenges;
    private final SqlAccounting accounting;
    private final RecordStore records;
    private final InstantSource clock;

    private Store(Database database, StoreKey key, RowSums sums, InstantSource clock) {
        this.database = database;
        this.log = new ChangeLog(database, key, clock);
        this.clients = new SqlClients(database, key, clock, log);
        this.administered = new SqlAdministered(database, key, clients, log, clock);
        this.users = new SqlLocalUsers(database, key, sums, log);
        this.lockOuts = new SqlLockouts(database, key, log);
        this.factors = new MfaSets(key, sums);
        this.challenges = new SqlChallenges(database, key, clock);
        this.accounting = new SqlAccounting(database);
        this.records = provider -> new SqlRecords(provider, database, key, sums, clock);
        this.clock = clock;
    }

    /**
     * Makes a new key and an empty database, with the folders they need, for their owner alone. If only one of the two is there, throws
     * {@link StoreMissing} and writes nothing: a new key would not open the old database.
     */
    public static Creation create(StoreSettings settings) {
        return switch (settings) {
            case StoreSettings.Sqlite sqlite -> StoreFiles.create(sqlite);
        };
    }

    /** Opens an existing store after checking the whole file. Creates nothing. */
    public static Store open(StoreSettings settings, InstantSource clock) {
        return open(settings, clock, Soundness.WHOLE);
    }

    /** Opens an existing store after a check. Creates nothing. */
    public static Store open(StoreSettings settings, InstantSource clock, Soundness soundness) {
        return switch (settings) {
            case StoreSettings.Sqlite sqlite -> {
                var keys = StoreFiles.check(sqlite, soundness);
                yield new Store(new Database(sqlite.database()), keys.key(), keys.sums(), clock);
            }
        };
    }

    /** Brings the tables of an older program's database up to date. Answers whether there was anything to do. */
    public static boolean upgrade(StoreSettings settings) {
        return switch (settings) {
            case StoreSettings.Sqlite sqlite -> StoreFiles.upgrade(sqlite);
        };
    }

    /**
     * Writes one state of a store to a file, for its owner alone, while others may go on writing; also of a store that an older program made.
     * The key is not in it.
     *
     * @throws IOException if the file is there already, or cannot be written
     */
    public static void copy(StoreSettings settings, Path to) throws IOException {
        switch (settings) {
            case StoreSettings.Sqlite sqlite -> StoreFiles.copy(sqlite, to);
        }
    }

    /**
     * Puts a copy in a store's place once it is found whole and of the store's key. Nobody may use the store meanwhile.
     *
     * @param copy in the store's folder; it is moved
     * @return the folder where what was there before is now; empty if there was nothing
     */
    public static Optional<Path> replace(StoreSettings settings, Path copy, Instant now) throws IOException {
        return switch (settings) {
            case StoreSettings.Sqlite sqlite -> StoreFiles.replace(sqlite, copy, now);
        };
    }

    /** The SQLite file. */
    public Path file() {
        return database.file();
    }

    /** The RADIUS clients; changed by {@link Administered#write}. */
    public ClientStore clients() {
        return clients;
    }

    /** Policies, clients and shared secrets. */
    public Administered administered() {
        return administered;
    }

    /** Every change that was made. */
    public ChangeLog changes() {
        return log;
    }

    /** Local users and groups. */
    public LocalUserStore users() {
        return users;
    }

    /** Wrong passwords of local users. */
    public LockOutStore lockOuts() {
        return lockOuts;
    }

    /** Changes of local users and groups. Throws {@link IllegalArgumentException} for names that break the rules. */
    public LocalUserChanges userChanges() {
        return users;
    }

    /**
     * Reads everything that is sealed, and answers what does not verify, one line each: what to do with it stands there. Takes as long as
     * there are users.
     */
    public List<String> damage() {
        return database.read(handle -> {
            List<String> found = new ArrayList<>();
            List.<Consumer<Handle>>of(log::verify, administered::history, clients::list, administered::serverSecrets)
                    .forEach(part -> tell(found, () -> part.accept(handle)));
            found.addAll(clients.removedDamage(handle));
            found.addAll(users.damage(handle));
            found.addAll(lockOuts.damage(handle));
            found.addAll(factors.damage(handle));
            return found;
        });
    }

    /**
     * What tells of users or second factors that were put back as they once were, or taken away: one line each. Opens none of them, and
     * takes a few microseconds for each.
     */
    public List<String> missingOrPutBack() {
        return database.read(handle -> {
            List<String> found = new ArrayList<>();
            tell(found, () -> users.requireAll(handle));
            tell(found, () -> factors.requireAll(handle));
            return found;
        });
    }

    private static void tell(List<String> found, Runnable part) {
        try {
            part.run();
        } catch (StoreDamaged damaged) {
            found.add(damaged.getMessage());
        }
    }

    /**
     * Takes for good which users, groups and second factors there are, and the change log as it stands, with a change of its own that says
     * so. A user, factor, client or secret that does not verify by itself stays refused. Removed clients that do not verify are removed for
     * good.
     */
    public void sealAnew(Author author) {
        List<String> found = damage();
        database.write(handle -> {
            log.sealAnew(handle);
            users.sealAnew(handle);
            factors.sealAnew(handle);
            clients.removeDamaged(handle);
            List<String> lines = new ArrayList<>(List.of("~ store: sealed anew as it was found"));
            found.forEach(line -> lines.add("  " + line));
            Deed deed = new Deed(
                    Set.of(Kind.USERS, Kind.GROUPS, Kind.FACTORS),
                    author,
                    lines,
                    List.of("store: users, groups and second factors are taken for good as they were found"));
            return log.append(handle, deed, Optional.empty(), Optional.empty());
        });
    }

    /** How many local users there are. */
    public long userCount() {
        return database.read(SqlLocalUsers::count);
    }

    /** Removes for good the clients that can no longer be brought back. */
    public void removeOld() {
        database.write(handle -> {
            SqlRemovedClients.removeOld(handle, clock.instant());
            return true;
        });
    }

    /** Open challenges. */
    public ChallengeStore challenges() {
        return challenges;
    }

    /** Accounting records and sessions. */
    public AccountingStore accounting() {
        return accounting;
    }

    /** The plugins' records. */
    public RecordStore records() {
        return records;
    }

    /**
     * What tells of changes, by any process.
     *
     * @param policies rises with every change of policies, clients and shared secrets
     * @param changes the number of the newest change, whatever it is about
     */
    public record Marks(long policies, long changes) {}

    /** How much has changed so far. Cheap enough to ask every second. */
    public Marks marks() {
        return database.read(handle -> handle.createQuery(
                        "SELECT changes, (SELECT COALESCE(MAX(number), 0) FROM change_log) AS newest FROM store_state")
                .map((row, _) -> new Marks(row.getLong("changes"), row.getLong("newest")))
                .one());
    }

    @Override
    public void close() {
        database.close();
    }
}
