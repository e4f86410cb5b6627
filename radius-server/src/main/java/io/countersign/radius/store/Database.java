package io.countersign.radius.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.countersign.radius.waiting.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * Connections to an existing SQLite file. Every failure comes out as a {@link StoreException}.
 *
 * <p>Readers see one state of the database and wait for nobody. A write takes the file's lock at its start (one that read first and
 * asked for the lock later would fail instead of waiting), waits up to {@value #BUSY_MILLIS} ms for another process, and is on disk when
 * it returns. Within a process the writers queue for one connection: SQLite itself has no queue, only sleeps and retries.
 */
final class Database implements AutoCloseable {
    private static final int BUSY_MILLIS = 5000;
    private static final int READERS = 4;

    private final Path file;
    private final HikariDataSource readers;
    private final HikariDataSource writer;
    private final Jdbi reading;
    private final Jdbi writing;

    Database(Path file) {
        this.file = file;
        this.readers = pool("store-readers", READERS, dataSource(file, TransactionMode.DEFERRED));
        this.writer = pool("store-writer", 1, dataSource(file, TransactionMode.IMMEDIATE));
        this.reading = Jdbi.create(readers);
        this.writing = Jdbi.create(writer);
    }

    /** Never creates a file. */
    static SQLiteDataSource dataSource(Path file, TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(mode);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static HikariDataSource pool(String name, int connections, SQLiteDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BUSY_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    Path file() {
        return file;
    }

    /** Reads; several statements see the same state. */
    <T> T read(Function<Handle, T> work) {
        return transaction(reading, work);
    }

    /** Writes, all or nothing. */
    <T> T write(Function<Handle, T> work) {
        return transaction(writing, work);
    }

    private <T> T transaction(Jdbi jdbi, Function<Handle, T> work) {
        Waiting.begin();
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw fault(file, e);
        }
    }

    /** The exception that tells an administrator what failed. */
    static StoreException fault(Path file, Throwable failure) {
        return switch (resultCode(failure)) {
            case SQLITE_NOTADB ->
                new StoreDamaged(
                        file
                                + ": this is not a Countersign database. Check the store's path, or restore the file from a backup.",
                        failure);
            case SQLITE_CORRUPT,
                    SQLITE_CORRUPT_INDEX,
                    SQLITE_CORRUPT_SEQUENCE,
                    SQLITE_CORRUPT_VTAB,
                    SQLITE_IOERR_SHORT_READ -> damaged(file, failure);
            case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED ->
                new StoreUnavailable(
                        file
                                + ": another process holds the database locked. Try again; find out what keeps it open (backup, editor).",
                        failure);
            case SQLITE_FULL ->
                new StoreUnavailable(file + ": the disk is full. Make room on the disk of this file.", failure);
            case SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                new StoreUnavailable(
                        file
                                + ": the database cannot be opened for writing. Run as the user who owns the file and its folder.",
                        failure);
            default -> new StoreUnavailable(file + ": the database cannot be used: " + cause(failure), failure);
        };
    }

    static StoreDamaged damaged(Path file, Throwable failure) {
        return new StoreDamaged(
                file + ": the database is damaged or truncated. Stop the server and restore the file from a backup.",
                failure);
    }

    private static SQLiteErrorCode resultCode(Throwable failure) {
        return causes(failure).stream()
                .filter(SQLiteException.class::isInstance)
                .map(e -> ((SQLiteException) e).getResultCode())
                .findFirst()
                .orElse(SQLiteErrorCode.UNKNOWN_ERROR);
    }

    private static String cause(Throwable failure) {
        return Optional.of(causes(failure).getLast()).map(Throwable::getMessage).orElse("unknown cause");
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause).toList();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
