package io.countersign.radius.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class DatabaseTest {
    private static final Path FILE = Path.of("/var/lib/countersign/countersign.db");

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, StoreUnavailable, Make room on the disk",
        "SQLITE_BUSY, StoreUnavailable, holds the database locked",
        "SQLITE_BUSY_SNAPSHOT, StoreUnavailable, holds the database locked",
        "SQLITE_READONLY, StoreUnavailable, Run as the user who owns the file",
        "SQLITE_CANTOPEN, StoreUnavailable, Run as the user who owns the file",
        "SQLITE_CORRUPT, StoreDamaged, restore the file from a backup",
        "SQLITE_NOTADB, StoreDamaged, not a Countersign database",
        "SQLITE_IOERR, StoreUnavailable, disk I/O",
    })
    void tellsWhatFailedAndTheFix(SQLiteErrorCode code, String type, String message) {
        SQLException cause = new SQLException("pool", new SQLiteException("disk I/O", code));
        StoreException told = Database.fault(FILE, new ConnectionException(cause));
        assertThat(told.getClass().getSimpleName()).isEqualTo(type);
        assertThat(told).hasMessageContainingAll(FILE.toString(), message).hasRootCauseMessage("disk I/O");
    }

    @Test
    void aFaultOfNoKnownKindIsUnavailable() {
        assertThat(Database.fault(FILE, new ConnectionException(new SQLException("pool closed"))))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("pool closed");
    }
}
