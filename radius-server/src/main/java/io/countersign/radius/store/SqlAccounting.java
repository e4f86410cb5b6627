package io.countersign.radius.store;

import io.countersign.radius.accounting.AccountingRecord;
import io.countersign.radius.accounting.AccountingRecord.Usage;
import io.countersign.radius.accounting.AccountingStatus;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.accounting.AccountingUnavailable;
import io.countersign.radius.accounting.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The accounting records, and one row a session that is kept up with them.
 *
 * <p>A record is a repetition if the same client has said the same of the same moment: one that sends a record again later says so by
 * Acct-Delay-Time, which takes it back there. Some forget to, so that the moment is a window of minutes, or for a Stop of a day. In it,
 * clients may well say the same twice and mean it: they begin to count their sessions anew when they start, and some use an id again. So
 * two records are two, whatever they say, if a session began or the client started between them.
 *
 * <p>Client, NAS and Acct-Session-Id name a session, but not alone: sessions of different users, ports or stations are different ones,
 * and so are those whose counters begin anew. What a record leaves out tells nothing apart.
 */
final class SqlAccounting implements AccountingStore {
    private static final Duration SAME_MOMENT = Duration.ofMinutes(5);

    /** A Stop is repeated longest; its session tells it from others. */
    private static final Duration SAME_STOP = Duration.ofDays(1);

    /** Of the sessions that share an id, a user and a port, so many are looked at. */
    private static final int MOST_ALIKE = 100;

    private static final String SAME_ID = "client = :client AND nas = :nas AND session = :session";

    /** What is unknown on one side does not differ. */
    private static final String SAME_USER_AND_PORT = """
             AND (:user IS NULL OR user_key IS NULL OR user_key = LOWER(:user))
            AND (:port IS NULL OR port IS NULL OR port = :port)""";

    private static final String SAME_STATION =
            " AND (:station IS NULL OR calling_station IS NULL OR calling_station = :station)";

    private static final String SAME = SAME_ID + SAME_USER_AND_PORT + SAME_STATION;

    private final Database database;

    SqlAccounting(Database database) {
        this.database = database;
    }

    @Override
    public int append(List<AccountingRecord> records) {
        return available(() -> database.write(handle ->
                (int) records.stream().filter(record -> keep(handle, record)).count()));
    }

    /** A repetition may find its session changed since by records that overtook it: it tells what it told at first once more. */
    private static boolean keep(Handle handle, AccountingRecord record) {
        Optional<Instant> before = keptBefore(handle, record);
        if (before.isEmpty()) {
            insert(handle, record);
        }
        update(handle, before.map(record::happenedAt).orElse(record));
        return before.isEmpty();
    }

    /** When the event happened by the record of it that was kept before. */
    private static Optional<Instant> keptBefore(Handle handle, AccountingRecord record) {
        boolean stop =
                record.status() == AccountingStatus.STOP && !record.session().isEmpty();
        return bind(handle.createQuery("""
                        SELECT event_at FROM accounting_record
                        WHERE client = :client AND nas = :nas AND session = :session AND fingerprint = :fingerprint
                        AND event_at BETWEEN :event - :around AND :event + :around
                        ORDER BY ABS(event_at - :event)"""), record)
                .bind("around", (stop ? SAME_STOP : SAME_MOMENT).toMillis())
                .mapTo(long.class)
                .list()
                .stream()
                .map(Instant::ofEpochMilli)
                .filter(before -> !apart(handle, record, before))
                .findFirst();
    }

    /** Whether something happened between two records that makes the later one tell of something else. */
    private static boolean apart(Handle handle, AccountingRecord record, Instant before) {
        boolean later = record.eventAt().isAfter(before);
        Instant from = later ? before : record.eventAt();
        Instant to = later ? record.eventAt() : before.minusMillis(1);
        return Duration.between(from, to).compareTo(KnownSession.ROUNDED) > 0
                && (startedAnew(handle, record, from, to)
                        || sessionBegan(handle, record, from, to)
                        || (record.status() == AccountingStatus.START && sessionWentOn(handle, record, from, to)));
    }

    private static boolean startedAnew(Handle handle, AccountingRecord record, Instant from, Instant to) {
        return isThere(handle, """
                SELECT EXISTS (SELECT 1 FROM accounting_record WHERE client = :client AND nas = :nas
                AND status IN ('ON', 'OFF') AND fingerprint <> :fingerprint AND event_at > :from AND event_at <= :to)""", record, from, to);
    }

    /** Of the record's session; of any, if the record is one of the client itself. */
    private static boolean sessionBegan(Handle handle, AccountingRecord record, Instant from, Instant to) {
        String which = switch (record.status()) {
            case ON, OFF -> "client = :client AND nas = :nas AND started_at > :from AND started_at <= :to";
            // The plus keeps SQLite off the index of times: an id has few sessions, a day of a client many.
            case START, INTERIM, STOP, OTHER -> SAME + " AND +started_at > :from AND +started_at <= :to";
        };
        return isThere(
                handle, "SELECT EXISTS (SELECT 1 FROM accounting_session WHERE " + which + ")", record, from, to);
    }

    /** After that, the client sends no repetition of its Start any more. */
    private static boolean sessionWentOn(Handle handle, AccountingRecord record, Instant from, Instant to) {
        return isThere(
                handle,
                "SELECT EXISTS (SELECT 1 FROM accounting_session WHERE " + SAME
                        + " AND +seen_at > :from AND +seen_at <= :to)",
                record,
                from.plus(KnownSession.ROUNDED),
                to);
    }

    private static boolean isThere(Handle handle, String sql, AccountingRecord record, Instant from, Instant to) {
        return bind(handle.createQuery(sql), record)
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .mapTo(boolean.class)
                .one();
    }

    private static void insert(Handle handle, AccountingRecord record) {
        bind(handle.createUpdate("""
                        INSERT INTO accounting_record (received_at, event_at, client, nas, session, status,
                            session_seconds, octets_in, octets_out, attributes, fingerprint)
                        VALUES (:received, :event, :client, :nas, :session, :status,
                            :seconds, :in, :out, :attributes, :fingerprint)"""), record)
                .bind("received", record.receivedAt().toEpochMilli())
                .bind("status", record.status().name())
                .bind("attributes", record.attributes())
                .execute();
    }

    private static void update(Handle handle, AccountingRecord record) {
        switch (record.status()) {
            case START, INTERIM, STOP -> {
                if (!record.session().isEmpty()) {
                    updateSession(handle, record);
                }
            }
            case ON, OFF -> stopAll(handle, record);
            case OTHER -> {}
        }
    }

    private static void updateSession(Handle handle, AccountingRecord record) {
        Optional<KnownSession> known = alike(handle, record).stream()
                .filter(session -> session.mayHave(record))
                .min(KnownSession.likeliestFor(record));
        if (known.isEmpty()) {
            stopThoseBefore(handle, record);
            insertSession(handle, record);
        } else {
            goOn(handle, known.get().id(), record);
        }
    }

    /** Those with the record's id, user and port, the newest first. */
    private static List<KnownSession> alike(Handle handle, AccountingRecord record) {
        return bind(
                        handle.createQuery("SELECT * FROM accounting_session WHERE " + SAME_ID + SAME_USER_AND_PORT
                                + " ORDER BY id DESC LIMIT :most"),
                        record)
                .bind("most", MOST_ALIKE)
                .map((row, _) -> new KnownSession(
                        row.getLong("id"),
                        row.getString("user_key") != null,
                        Optional.ofNullable(row.getString("calling_station")),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        Instant.ofEpochMilli(row.getLong("seen_at")),
                        instant(row, "stopped_at"),
                        usage(row)))
                .list();
    }

    /** A client that begins a session anew, for the same user at the same port, has lost the one before. */
    private static void stopThoseBefore(Handle handle, AccountingRecord record) {
        bind(
                        handle.createUpdate(
                                "UPDATE accounting_session SET stopped_at = :started, terminate_cause = 'NAS-Reboot'"
                                        + " WHERE " + SAME
                                        + " AND stopped_at IS NULL AND +started_at < :started AND +seen_at <= :started + :uneven"),
                        record)
                .bind("uneven", KnownSession.UNEVEN.toMillis())
                .execute();
    }

    private static void insertSession(Handle handle, AccountingRecord record) {
        bind(handle.createUpdate("""
                        INSERT INTO accounting_session (client, nas, session, user_name, user_key, port, calling_station, address,
                            started_at, seen_at, stopped_at, session_seconds, octets_in, octets_out, terminate_cause)
                        VALUES (:client, :nas, :session, :user, LOWER(:user), :port, :station, :address,
                            :started, :event, :stopped, :seconds, :in, :out, :cause)"""), record).execute();
    }

    /** Requests overtake one another: nothing that is known gets lost, and nothing runs back. */
    private static void goOn(Handle handle, long id, AccountingRecord record) {
        bind(handle.createUpdate("""
                        UPDATE accounting_session SET
                            user_name = COALESCE(:user, user_name), user_key = COALESCE(LOWER(:user), user_key),
                            port = COALESCE(:port, port),
                            calling_station = COALESCE(:station, calling_station), address = COALESCE(:address, address),
                            started_at = CASE WHEN :started < started_at THEN :started ELSE started_at END,
                            seen_at = CASE WHEN :event > seen_at THEN :event ELSE seen_at END,
                            stopped_at = CASE WHEN :stopped IS NOT NULL THEN :stopped
                                WHEN stopped_at < :event - 60000 THEN NULL ELSE stopped_at END,
                            session_seconds = CASE WHEN :seconds > session_seconds THEN :seconds ELSE session_seconds END,
                            octets_in = CASE WHEN :in > octets_in THEN :in ELSE octets_in END,
                            octets_out = CASE WHEN :out > octets_out THEN :out ELSE octets_out END,
                            terminate_cause = CASE WHEN :stopped IS NULL AND stopped_at < :event - 60000 THEN NULL
                                ELSE COALESCE(:cause, terminate_cause) END
                        WHERE id = :id"""), record).bind("id", id).execute();
    }

    private static void stopAll(Handle handle, AccountingRecord record) {
        handle.createUpdate("""
                        UPDATE accounting_session SET stopped_at = :event, terminate_cause = 'NAS-Reboot'
                        WHERE client = :client AND nas = :nas AND stopped_at IS NULL AND started_at <= :event""")
                .bind("client", record.client())
                .bind("nas", record.nas())
                .bind("event", record.eventAt().toEpochMilli())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, AccountingRecord record) {
        return statement
                .bind("client", record.client())
                .bind("nas", record.nas())
                .bind("session", record.session())
                .bind("fingerprint", record.fingerprint().toArray())
                .bind("event", record.eventAt().toEpochMilli())
                .bind("started", record.began().orElse(record.eventAt()).toEpochMilli())
                .bind("user", record.userName().orElse(null))
                .bind("port", record.port().orElse(null))
                .bind("station", record.callingStation().orElse(null))
                .bind("address", record.address().orElse(null))
                .bind("seconds", record.usage().sessionTime().toSeconds())
                .bind("in", record.usage().octetsIn())
                .bind("out", record.usage().octetsOut())
                .bind("cause", record.terminateCause().orElse(null))
                .bind(
                        "stopped",
                        record.status() == AccountingStatus.STOP
                                ? record.eventAt().toEpochMilli()
                                : null);
    }

    @Override
    public List<Session> sessions(Wanted wanted) {
        return available(() -> database.read(handle -> handle.createQuery("""
                        SELECT * FROM accounting_session
                        WHERE (:stopped OR stopped_at IS NULL)
                        AND (:user IS NULL OR user_key = LOWER(:user)) AND (:client IS NULL OR client = :client)
                        ORDER BY seen_at DESC, id DESC LIMIT :most""")
                .bind("stopped", wanted.stoppedToo())
                .bind("user", wanted.user().orElse(null))
                .bind("client", wanted.client().orElse(null))
                .bind("most", wanted.most())
                .map((row, _) -> session(row))
                .list()));
    }

    @Override
    public int removeBefore(Instant time, int most) {
        return available(() -> database.write(handle -> {
            int sessions = handle.execute("""
                    DELETE FROM accounting_session WHERE id IN
                        (SELECT id FROM accounting_session WHERE stopped_at < ? LIMIT ?)""", time.toEpochMilli(), most);
            return sessions + handle.execute("""
                            DELETE FROM accounting_record WHERE id IN
                                (SELECT id FROM accounting_record WHERE received_at < ? LIMIT ?)""", time.toEpochMilli(), most - sessions);
        }));
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("client"),
                row.getString("nas"),
                row.getString("session"),
                Optional.ofNullable(row.getString("user_name")),
                Optional.ofNullable(row.getString("port")),
                Optional.ofNullable(row.getString("calling_station")),
                Optional.ofNullable(row.getString("address")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                instant(row, "stopped_at"),
                usage(row),
                Optional.ofNullable(row.getString("terminate_cause")));
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                Duration.ofSeconds(row.getLong("session_seconds")),
                row.getLong("octets_in"),
                row.getLong("octets_out"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T available(Work<T> work) {
        try {
            return work.run();
        } catch (StoreException failed) {
            throw new AccountingUnavailable(String.valueOf(failed.getMessage()), failed);
        }
    }
}
