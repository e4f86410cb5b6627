package io.countersign.radius.store;

import io.countersign.radius.host.OwnersFiles;
import io.countersign.radius.store.Store.Creation;
import io.countersign.radius.store.Store.Soundness;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig.TransactionMode;

/** The pair of key file and database: made together, checked together. */
final class StoreFiles {
    private StoreFiles() {}

    static Creation create(StoreSettings.Sqlite settings) {
        boolean key = exists(settings.keyFile());
        boolean database = exists(settings.database());
        if (key && database) {
            check(settings, Soundness.WHOLE);
            return Creation.ALREADY_THERE;
        }
        if (key || database) {
            throw half(settings, key);
        }
        try {
            createBoth(settings);
        } catch (IOException e) {
            throw new StoreUnavailable(cannotCreate(settings, e), e);
        }
        return Creation.CREATED;
    }

    /** Both are finished under other names first, so that a crash leaves no half of them under their own. */
    private static void createBoth(StoreSettings.Sqlite settings) throws IOException {
        OwnersFiles.createFolderOf(settings.keyFile());
        OwnersFiles.createFolderOf(settings.database());
        Path newKey = OwnersFiles.beside(settings.keyFile());
        Path newDatabase = OwnersFiles.beside(settings.database());
        try {
            StoreKey key = StoreKey.generate();
            OwnersFiles.create(newKey, key.serialize());
            OwnersFiles.create(newDatabase, new byte[0]);
            fill(newDatabase, key);
            publish(settings, newKey, newDatabase);
        } finally {
            Files.deleteIfExists(newKey);
            Files.deleteIfExists(newDatabase);
        }
    }

    /** By links, which unlike renames never replace a file that came into being meanwhile. */
    private static void publish(StoreSettings.Sqlite settings, Path newKey, Path newDatabase) throws IOException {
        Files.createLink(settings.keyFile(), newKey);
        try {
            Files.createLink(settings.database(), newDatabase);
        } catch (IOException e) {
            Files.delete(settings.keyFile());
            throw e;
        }
    }

    private static void fill(Path database, StoreKey key) {
        try {
            onlyConnection(
                    database,
                    handle -> handle.createQuery("PRAGMA journal_mode = WAL")
                            .mapTo(String.class)
                            .one());
            Schema.migrate(database);
            onlyConnection(
                    database,
                    handle -> handle.execute(
                            "INSERT INTO store_state (id, marker, policy_head, changes) VALUES (1, ?, ?, 0)",
                            Marker.ofNew(key),
                            SqlAdministered.emptyHead(key)));
            Sealing.run(database, key);
            NameKeys.compose(database, key);
        } catch (JdbiException e) {
            throw Database.fault(database, e);
        }
    }

    /** What opens a store: its key, and the one for the sets of rows. */
    record Keys(StoreKey key, RowSums sums) {}

    /** Checks the pair and answers what opens it. */
    static Keys check(StoreSettings.Sqlite settings, Soundness soundness) {
        requireBoth(settings);
        StoreKey key = StoreKey.read(settings.keyFile());
        PrivateFiles.requirePrivate(settings.database());
        return inspect(settings.database(), handle -> {
            if (soundness == Soundness.WHOLE) {
                requireSound(settings.database(), handle);
            }
            Schema.requireCurrent(settings.database(), handle);
            requireOwnKey(settings, key, handle);
            RowSums sums = RowSums.of(handle, key).orElseThrow(() -> {
                Marker.requireUnsealed(settings.database(), key, handle);
                return Schema.older(settings.database());
            });
            if (!NameKeys.areComposed(handle)) {
                throw Schema.older(settings.database());
            }
            return new Keys(key, sums);
        });
    }

    static boolean upgrade(StoreSettings.Sqlite settings) {
        requireBoth(settings);
        StoreKey key = StoreKey.read(settings.keyFile());
        PrivateFiles.requirePrivate(settings.database());
        inspect(settings.database(), handle -> {
            requireSound(settings.database(), handle);
            Schema.requireNotNewer(settings.database(), handle);
            requireOwnKey(settings, key, handle);
            NameKeys.requireDistinct(settings.database(), handle);
            return true;
        });
        boolean migrated = Schema.migrate(settings.database());
        boolean sealed = Sealing.run(settings.database(), key);
        return NameKeys.compose(settings.database(), key) || sealed || migrated;
    }

    /** One state of the database as a file of its own, whoever writes meanwhile; also of an older program's. */
    static void copy(StoreSettings.Sqlite settings, Path to) throws IOException {
        requireBoth(settings);
        StoreKey key = StoreKey.read(settings.keyFile());
        PrivateFiles.requirePrivate(settings.database());
        OwnersFiles.create(to, new byte[0]);
        inspect(settings.database(), handle -> {
            requireSound(settings.database(), handle);
            requireOwnKey(settings, key, handle);
            return handle.execute("VACUUM INTO ?", to.toString());
        });
    }

    /**
     * Puts a copy in the database's place, which must be in the same folder; what was there goes to another one.
     *
     * @return where what was there is now; empty if nothing was
     */
    static Optional<Path> replace(StoreSettings.Sqlite settings, Path copy, Instant now) throws IOException {
        StoreKey key = StoreKey.read(settings.keyFile());
        StoreSettings.Sqlite copied = new StoreSettings.Sqlite(copy, settings.keyFile());
        inspect(copy, handle -> {
            requireSound(copy, handle);
            Schema.requireNotNewer(copy, handle);
            requireOwnKey(copied, key, handle);
            return handle.createQuery("PRAGMA journal_mode = WAL")
                    .mapTo(String.class)
                    .one();
        });
        Optional<Path> aside =
                Files.exists(settings.database()) ? Optional.of(moveAside(settings, now)) : Optional.empty();
        Files.move(copy, settings.database(), StandardCopyOption.ATOMIC_MOVE);
        return aside;
    }

    private static Path moveAside(StoreSettings.Sqlite settings, Instant now) throws IOException {
        Path folder = settings.database()
                .resolveSibling(settings.database().getFileName() + ".before-"
                        + now.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-'));
        OwnersFiles.createFolders(folder);
        for (String ending : List.of("-wal", "-shm", "")) {
            Path file = Path.of(settings.database() + ending);
            if (Files.exists(file)) {
                Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return folder;
    }

    /** A file that this user may not see is not taken for missing. */
    private static boolean exists(Path file) {
        try {
            return OwnersFiles.exists(file);
        } catch (AccessDeniedException e) {
            throw new StoreUnavailable(file + ": " + e.getReason(), e);
        } catch (IOException e) {
            throw new StoreUnavailable(file + ": cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static void requireBoth(StoreSettings.Sqlite settings) {
        boolean key = exists(settings.keyFile());
        boolean database = exists(settings.database());
        if (!key && !database) {
            throw new StoreMissing(settings.database() + ": there is no store yet. Do: countersign init");
        }
        if (!key || !database) {
            throw half(settings, key);
        }
    }

    private static StoreMissing half(StoreSettings.Sqlite settings, boolean key) {
        return key
                ? new StoreMissing(
                        settings.database() + ": the database is missing, but its key " + settings.keyFile()
                                + " is there. Restore the database from a backup, or move the key away and do: countersign init")
                : new StoreMissing(
                        settings.keyFile() + ": the store key is missing, but the database " + settings.database()
                                + " is there. Restore the key from a backup; without it the database cannot be used.");
    }

    private static void requireSound(Path file, Handle handle) {
        String answer =
                handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).first();
        if (!answer.equals("ok")) {
            throw Database.damaged(file, new IOException(answer));
        }
    }

    private static void requireOwnKey(StoreSettings.Sqlite settings, StoreKey key, Handle handle) {
        if (Marker.isOf(key, handle)) {
            return;
        }
        throw new StoreKeyRefused(settings.keyFile() + ": this is not the key of the database " + settings.database()
                + ". Put the key back that was made with it, or point store-key at it.");
    }

    private static <T> T inspect(Path database, Function<Handle, T> check) {
        try {
            return onlyConnection(database, check);
        } catch (JdbiException e) {
            throw Database.fault(database, e);
        }
    }

    private static <T> T onlyConnection(Path database, Function<Handle, T> work) {
        return Jdbi.create(Database.dataSource(database, TransactionMode.IMMEDIATE))
                .withHandle(work::apply);
    }

    private static String cannotCreate(StoreSettings.Sqlite settings, IOException e) {
        String file = e instanceof FileSystemException fault && fault.getFile() != null
                ? fault.getFile()
                : settings.database().toString();
        return file + ": the store cannot be created (" + e.getClass().getSimpleName()
                + "). Run as a user who may write there, or make room on the disk.";
    }
}
