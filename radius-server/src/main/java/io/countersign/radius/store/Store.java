package io.countersign.radius.store;

import io.countersign.radius.access.PolicyRevisions;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.challenge.ChallengeStore;
import io.countersign.radius.exchange.ClientStore;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.plugins.RecordStore;
import java.nio.file.Path;
import java.time.InstantSource;

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

    private final Database database;
    private final SqlClients clients;
    private final SqlRevisions revisions;
    private final SqlLocalUsers users;
    private final SqlLockouts lockOuts;
    private final SqlChallenges challenges;
    private final SqlAccounting accounting;
    private final RecordStore records;

    private Store(Database database, StoreKey key, InstantSource clock) {
        this.database = database;
        this.clients = new SqlClients(database, key, clock);
        this.revisions = new SqlRevisions(database, key, clients, clock);
        this.users = new SqlLocalUsers(database, key);
        this.lockOuts = new SqlLockouts(database, key);
        this.challenges = new SqlChallenges(database, key, clock);
        this.accounting = new SqlAccounting(database);
        this.records = provider -> new SqlRecords(provider, database, key, clock);
    }

    /**
     * Makes a new key and an empty database, with the folders they need, for their owner alone. If only one of the two is there, throws
     * {@link StoreMissing} and writes nothing: a new key would not open the old database.
     */
    public static Creation create(StoreSettings settings) {
        return StoreFiles.create(settings);
    }

    /** Opens an existing store after checking that it is sound, of this program's version, and belongs to the key. Creates nothing. */
    public static Store open(StoreSettings settings, InstantSource clock) {
        StoreKey key = StoreFiles.check(settings);
        return new Store(new Database(settings.database()), key, clock);
    }

    /** Brings the tables of an older program's database up to date. Answers whether there was anything to do. */
    public static boolean upgrade(StoreSettings settings) {
        return StoreFiles.upgrade(settings);
    }

    /** The SQLite file. */
    public Path file() {
        return database.file();
    }

    /** The RADIUS clients; changed by {@link PolicyRevisions#append}. */
    public ClientStore clients() {
        return clients;
    }

    /** The policies. */
    public PolicyRevisions revisions() {
        return revisions;
    }

    /** Local users and groups. Throws {@link IllegalArgumentException} for names that break the rules. */
    public LocalUserStore users() {
        return users;
    }

    /** Wrong passwords of local users. */
    public LockOutStore lockOuts() {
        return lockOuts;
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
     * @param policies rises with every new revision and every change of the clients
     * @param users rises with every change of local users and groups
     */
    public record Marks(long policies, long users) {}

    /** How much has changed so far. Cheap enough to ask every second. */
    public Marks marks() {
        return database.read(handle -> handle.createQuery("SELECT changes, user_changes FROM store_state")
                .map((row, _) -> new Marks(row.getLong("changes"), row.getLong("user_changes")))
                .one());
    }

    @Override
    public void close() {
        database.close();
    }
}
