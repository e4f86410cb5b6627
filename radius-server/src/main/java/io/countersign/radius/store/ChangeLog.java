package io.countersign.radius.store;

import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Every change that was made: a chain, in which each one's tag is made over its content and its predecessor's tag, and whose length is
 * sealed. So without the key none can be changed, put in or left out. Safe for use by many threads.
 */
public final class ChangeLog {
    private static final Cell HEAD = Cell.of("store_state", "change_head", "1");
    private static final String DOUBTFUL = "? what follows did not verify when the log was sealed anew";
    private static final int MOST_LEARNT = 1_000;
    private static final String WITH_THE_TAG_BEFORE = """
            SELECT change_log.*, before.tag AS tag_before FROM change_log
            LEFT JOIN change_log before ON before.number = change_log.number - 1
            """;

    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;

    ChangeLog(Database database, StoreKey key, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.clock = clock;
    }

    /** What a database without changes has as its change_head. */
    static void begin(Handle handle, StoreKey key) {
        handle.execute("UPDATE store_state SET change_head = ?", key.seal("0", HEAD));
    }

    /**
     * The newest changes, newest first.
     *
     * @param kinds those that are about one of these; all if none is named
     * @param most no more than so many
     */
    public List<Change> newest(Set<Kind> kinds, int most) {
        return database.read(handle -> {
            head(handle);
            return newest(handle, kinds, most);
        });
    }

    /** What follows a change, oldest first, no more than so many. */
    public List<Change> since(long number, int most) {
        return database.read(handle -> {
            head(handle);
            return changes(handle.createQuery(WITH_THE_TAG_BEFORE
                            + " WHERE change_log.number > :number ORDER BY change_log.number LIMIT :most")
                    .bind("number", number)
                    .bind("most", most));
        });
    }

    /** Throws a {@link StoreException} if nothing can be added now: for whoever is about to change something elsewhere. */
    public void requireWritable() {
        database.write(handle -> {
            long head = head(handle);
            return head == 0 ? new byte[0] : verifiedTag(handle, head);
        });
    }

    /** Keeps a change that is made elsewhere, such as in a plugin's own records. */
    public void note(Deed deed, Optional<String> user) {
        database.write(handle -> append(handle, deed, Optional.empty(), user));
    }

    /** The newest change that the audit file tells. */
    public long audited() {
        return database.read(handle -> handle.createQuery("SELECT audited FROM store_state")
                .mapTo(long.class)
                .one());
    }

    /** Keeps which is the newest change that the audit file tells. */
    public void audited(long number) {
        database.write(handle -> handle.execute("UPDATE store_state SET audited = ?", number));
    }

    long append(Handle handle, Deed deed, Optional<Long> revision, Optional<String> user) {
        return append(handle, deed, Instant.ofEpochMilli(clock.millis()), revision, user);
    }

    long append(Handle handle, Deed deed, Instant at, Optional<Long> revision, Optional<String> user) {
        long number = head(handle) + 1;
        Change change = new Change(number, at, revision, user, deed);
        byte[] before = number == 1 ? new byte[0] : verifiedTag(handle, number - 1);
        insert(handle, change, before);
        return number;
    }

    /** Never built on what does not verify. */
    private byte[] verifiedTag(Handle handle, long number) {
        return handle.createQuery(WITH_THE_TAG_BEFORE + " WHERE change_log.number = :number")
                .bind("number", number)
                .map((row, _) -> {
                    var _ = verified(row);
                    return row.getBytes("tag");
                })
                .findOne()
                .orElseThrow(this::broken);
    }

    private byte[] insert(Handle handle, Change change, byte[] before) {
        Deed deed = change.deed();
        byte[] tag = key.tag(cell(change, before));
        handle.createUpdate("""
                        INSERT INTO change_log (number, at, kinds, account, command, comment, revision, user_id, lines, weaker, tag)
                        VALUES (:number, :at, :kinds, :account, :command, :comment, :revision, :user, :lines, :weaker, :tag)""")
                .bind("number", change.number())
                .bind("at", change.at().toEpochMilli())
                .bind("kinds", text(deed.kinds()))
                .bind("account", deed.by().account())
                .bind("command", deed.by().command())
                .bind("comment", deed.by().comment())
                .bind("revision", change.revision().orElse(null))
                .bind("user", change.user().orElse(null))
                .bind("lines", text(deed.lines()))
                .bind("weaker", text(deed.weaker()))
                .bind("tag", tag)
                .execute();
        handle.execute("UPDATE store_state SET change_head = ?", key.seal(Long.toString(change.number()), HEAD));
        return tag;
    }

    /**
     * Makes the chain anew where it is damaged: numbers stay what they were, a row that does not verify says so from now on, one that is
     * missing is replaced, and what stands behind the last number that the key knows of is removed.
     */
    void sealAnew(Handle handle) {
        long last = lastKnown(handle);
        handle.execute("DELETE FROM change_log WHERE number > ? OR number < 1", last);
        Map<Long, Change> kept = new HashMap<>();
        handle.createQuery(WITH_THE_TAG_BEFORE + " ORDER BY change_log.number")
                .map((row, _) -> asItStands(row))
                .forEach(change -> kept.put(change.number(), change));
        handle.execute("DELETE FROM change_log");
        begin(handle, key);
        byte[] before = {};
        for (long number = 1; number <= last; number++) {
            before = insert(handle, kept.getOrDefault(number, lost(number)), before);
        }
    }

    /** By the sealed length; if that does not open, the last row that the key has made. */
    private long lastKnown(Handle handle) {
        try {
            return sealedHead(handle);
        } catch (StoreDamaged _) {
            return handle
                    .createQuery(WITH_THE_TAG_BEFORE + " ORDER BY change_log.number")
                    .map((row, _) -> isVerified(row) ? row.getLong("number") : 0L)
                    .stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        }
    }

    private boolean isVerified(ResultSet row) throws SQLException {
        try {
            var _ = verified(row);
            return true;
        } catch (StoreDamaged _) {
            return false;
        }
    }

    private Change asItStands(ResultSet row) throws SQLException {
        if (isVerified(row)) {
            return change(row);
        }
        try {
            Change change = change(row);
            Deed deed = change.deed();
            List<String> lines = new ArrayList<>(List.of(DOUBTFUL));
            lines.addAll(
                    deed.lines().stream().filter(line -> !line.equals(DOUBTFUL)).toList());
            return new Change(
                    change.number(),
                    change.at(),
                    change.revision(),
                    change.user(),
                    new Deed(deed.kinds(), deed.by(), lines, deed.weaker()));
        } catch (IllegalArgumentException _) {
            return lost(row.getLong("number"));
        }
    }

    private static Change lost(long number) {
        Deed deed = new Deed(
                EnumSet.allOf(Kind.class), new Author("", "", ""), List.of("? this change was lost"), List.of());
        return new Change(number, Instant.EPOCH, Optional.empty(), Optional.empty(), deed);
    }

    /** The newest change of some kinds by an administrator, if it is not long ago; what a server has learnt is none. */
    Optional<Change> latest(Handle handle, Set<Kind> kinds) {
        return newest(handle, kinds, MOST_LEARNT).stream()
                .filter(change -> !change.deed().by().equals(Author.SERVER))
                .findFirst();
    }

    /** The newest change of a user. */
    Optional<Change> latestOf(Handle handle, String user) {
        return changes(handle.createQuery(WITH_THE_TAG_BEFORE
                                + " WHERE change_log.user_id = :user ORDER BY change_log.number DESC LIMIT 1")
                        .bind("user", user))
                .stream()
                .findFirst();
    }

    /** Reads the whole log. */
    void verify(Handle handle) {
        long head = head(handle);
        long count = 0;
        try (var rows = handle.createQuery(WITH_THE_TAG_BEFORE + " ORDER BY change_log.number")
                .map((row, _) -> verified(row))
                .iterator()) {
            while (rows.hasNext()) {
                count++;
                if (rows.next().number() != count) {
                    throw broken();
                }
            }
        }
        if (count != head) {
            throw broken();
        }
    }

    private List<Change> newest(Handle handle, Set<Kind> kinds, int most) {
        String which = kinds.isEmpty()
                ? ""
                : kinds.stream()
                        .map(kind -> "',' || change_log.kinds || ',' LIKE '%," + kind.name() + ",%'")
                        .collect(Collectors.joining(" OR ", " WHERE ", ""));
        return changes(handle.createQuery(WITH_THE_TAG_BEFORE + which + " ORDER BY change_log.number DESC LIMIT :most")
                .bind("most", most));
    }

    private List<Change> changes(Query query) {
        return query.map((row, _) -> verified(row)).list();
    }

    private Change verified(ResultSet row) throws SQLException {
        Change change;
        try {
            change = change(row);
        } catch (IllegalArgumentException _) {
            throw broken(); // not as it was written, and so not verified either
        }
        byte[] before = row.getBytes("tag_before");
        key.verifyTag(row.getBytes("tag"), cell(change, before == null ? new byte[0] : before));
        return change;
    }

    private long head(Handle handle) {
        long head = sealedHead(handle);
        long newest = handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM change_log")
                .mapTo(long.class)
                .one();
        if (newest != head) {
            throw broken();
        }
        return head;
    }

    private long sealedHead(Handle handle) {
        byte[] sealed = handle.createQuery("SELECT change_head FROM store_state")
                .mapTo(byte[].class)
                .findOne()
                .orElseThrow(this::broken);
        return Long.parseLong(key.openText(sealed, HEAD));
    }

    private StoreDamaged broken() {
        return new StoreDamaged(
                database.file() + ": the change log is not complete. Restore the database from a backup, or do:"
                        + " countersign check --seal-anew");
    }

    private static Change change(ResultSet row) throws SQLException {
        long revision = row.getLong("revision");
        Optional<Long> made = row.wasNull() ? Optional.empty() : Optional.of(revision);
        return new Change(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("at")),
                made,
                Optional.ofNullable(row.getString("user_id")),
                new Deed(
                        kinds(row.getString("kinds")),
                        new Author(row.getString("account"), row.getString("command"), row.getString("comment")),
                        row.getString("lines").lines().toList(),
                        row.getString("weaker").lines().toList()));
    }

    private static Set<Kind> kinds(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(Kind::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    private static String text(Set<Kind> kinds) {
        return new TreeSet<>(kinds).stream().map(Kind::name).collect(Collectors.joining(","));
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("\\R", " ")).collect(Collectors.joining("\n"));
    }

    private static Cell cell(Change change, byte[] before) {
        Deed deed = change.deed();
        return Cell.of(
                "change_log",
                "tag",
                Long.toString(change.number()),
                HexFormat.of().formatHex(before),
                Long.toString(change.at().toEpochMilli()),
                text(deed.kinds()),
                deed.by().account(),
                deed.by().command(),
                deed.by().comment(),
                change.revision().map(String::valueOf).orElse(""),
                change.user().orElse(""),
                text(deed.lines()),
                text(deed.weaker()));
    }
}
