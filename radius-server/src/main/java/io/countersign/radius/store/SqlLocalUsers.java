package io.countersign.radius.store;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.identity.LocalUserChanges;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.store.RowSums.Left;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The local users and groups. A password is sealed for its user, name, permissions and groups, so that none of these can be changed
 * without the key; which users and groups there are is in {@link RowSums}.
 */
final class SqlLocalUsers implements LocalUserStore, LocalUserChanges {
    static final String USERS = "local_user";
    static final String GROUPS = "local_group";

    /** All users with their groups, a row for each group. */
    private static final String SELECT = """
            SELECT local_user.*, local_group.name AS group_name, group_key FROM local_user
            LEFT JOIN local_member ON user_id = id LEFT JOIN local_group ON local_group.name_key = group_key
            """;

    private enum PasswordKind {
        HASHED,
        REVERSIBLE
    }

    /** A user as the database has it, not yet opened. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            String id,
            String name,
            boolean enabled,
            String dialIn,
            String kind,
            byte[] password,
            long version,
            Set<String> groups) {}

    private final Database database;
    private final StoreKey key;
    private final RowSums sums;
    private final MfaSets factors;
    private final ChangeLog log;

    SqlLocalUsers(Database database, StoreKey key, RowSums sums, ChangeLog log) {
        this.database = database;
        this.key = key;
        this.sums = sums;
        this.factors = new MfaSets(key, sums);
        this.log = log;
    }

    @Override
    public Optional<LocalUser> find(String name) {
        return read(handle -> one(byName(handle, name)).map(this::opened));
    }

    @Override
    public Optional<LocalUser> findById(String id) {
        return read(handle -> one(byId(handle, id)).map(this::opened));
    }

    @Override
    public List<LocalUser> list() {
        return read(handle -> {
            List<Row> rows = all(handle);
            requireAll(handle, USERS, rows.stream().map(SqlLocalUsers::summed).toList());
            return rows.stream().map(this::opened).toList();
        });
    }

    @Override
    public List<String> groups() {
        return read(handle -> List.copyOf(groups(handle).values()));
    }

    @Override
    public SequencedMap<String, Long> members() {
        return read(handle -> {
            groups(handle);
            SequencedMap<String, Long> members = new LinkedHashMap<>();
            handle.createQuery("""
                            SELECT name, COUNT(user_id) AS members FROM local_group
                            LEFT JOIN local_member ON group_key = name_key GROUP BY name_key, name ORDER BY name_key""")
                    .map((row, _) -> Map.entry(row.getString("name"), row.getLong("members")))
                    .forEach(group -> members.put(group.getKey(), group.getValue()));
            return members;
        });
    }

    @Override
    public boolean add(LocalUser user, Deed deed) {
        LocalName name = new LocalName(user.name());
        return write(handle -> {
            if (isTaken(handle, name, user.id())) {
                return false;
            }
            handle.createUpdate("""
                            INSERT INTO local_user (id, name_key, name, enabled, dial_in, password_kind, password, version)
                            VALUES (:id, :nameKey, :name, :enabled, :dialIn, :kind, :password, 1)""")
                    .bind("id", user.id())
                    .bind("nameKey", LocalName.folded(name.text()))
                    .bind("name", name.text())
                    .bind("enabled", user.enabled())
                    .bind("dialIn", user.dialIn().name())
                    .bind("kind", kind(user.password()).name())
                    .bind("password", new byte[0])
                    .execute();
            List<String> made = join(handle, user.id(), user.groups());
            seal(handle, user.id(), octets(user.password()), List.of());
            factors.begin(handle, LocalDirectory.userId(user.id()));
            log.append(handle, with(deed, made), Optional.empty(), Optional.of(LocalDirectory.userId(user.id())));
            return true;
        });
    }

    /** Throws {@link IllegalArgumentException} if the new name is another user's. */
    @Override
    public Replaced replace(LocalUser seen, LocalUser next, Deed deed) {
        LocalName name = new LocalName(next.name());
        return write(handle -> {
            Optional<Row> row = one(byId(handle, seen.id()));
            if (row.isEmpty()) {
                return new Replaced.Gone();
            }
            LocalUser now = opened(row.get());
            if (moved(seen.name(), next.name(), now.name())
                    || moved(seen.enabled(), next.enabled(), now.enabled())
                    || moved(seen.dialIn(), next.dialIn(), now.dialIn())
                    || moved(seen.password(), next.password(), now.password())) {
                return new Replaced.Moved(log.latestOf(handle, LocalDirectory.userId(seen.id())));
            }
            if (isTaken(handle, name, seen.id())) {
                throw new IllegalArgumentException("the name " + name.text() + " is another user's");
            }
            StoredPassword password = merged(seen.password(), next.password(), now.password());
            handle.createUpdate("""
                            UPDATE local_user SET name_key = :nameKey, name = :name, enabled = :enabled,
                                dial_in = :dialIn, password_kind = :kind, version = version + 1 WHERE id = :id""")
                    .bind("id", seen.id())
                    .bind("nameKey", LocalName.folded(merged(seen.name(), next.name(), now.name())))
                    .bind("name", merged(seen.name(), next.name(), now.name()))
                    .bind("enabled", merged(seen.enabled(), next.enabled(), now.enabled()))
                    .bind(
                            "dialIn",
                            merged(seen.dialIn(), next.dialIn(), now.dialIn()).name())
                    .bind("kind", kind(password).name())
                    .execute();
            leave(handle, seen.id(), LocalName.without(seen.groups(), next.groups()));
            List<String> made = join(handle, seen.id(), LocalName.without(next.groups(), seen.groups()));
            seal(handle, seen.id(), octets(password), List.of(summed(row.get())));
            log.append(handle, with(deed, made), Optional.empty(), Optional.of(LocalDirectory.userId(seen.id())));
            return new Replaced.Done();
        });
    }

    @Override
    public boolean remove(String name, Deed deed) {
        return write(handle -> {
            Optional<Row> row = one(byName(handle, name));
            row.ifPresent(known -> {
                handle.execute("DELETE FROM local_user WHERE id = ?", known.id());
                List<String> told = new ArrayList<>(deed.lines());
                told.addAll(told("users", leave(handle, known)));
                told.addAll(told("second factors", factors.remove(handle, LocalDirectory.userId(known.id()))));
                log.append(
                        handle,
                        new Deed(deed.kinds(), deed.by(), told, deed.weaker()),
                        Optional.empty(),
                        Optional.of(LocalDirectory.userId(known.id())));
            });
            return row.isPresent();
        });
    }

    @Override
    public boolean addGroup(String group, Deed deed) {
        LocalName name = new LocalName(group);
        return write(handle -> {
            boolean added = insertGroup(handle, name.text());
            if (added) {
                log.append(handle, deed, Optional.empty(), Optional.empty());
            }
            return added;
        });
    }

    @Override
    public boolean removeGroup(String group, Deed deed) {
        String folded = LocalName.folded(group);
        return write(handle -> {
            Optional<String> name = handle.createQuery("SELECT name FROM local_group WHERE name_key = :name")
                    .bind("name", folded)
                    .mapTo(String.class)
                    .findOne();
            name.ifPresent(known -> {
                List<Row> members = rows(handle.createQuery(
                                SELECT + " WHERE id IN (SELECT user_id FROM local_member WHERE group_key = :group)"
                                        + " ORDER BY local_user.name_key, group_key")
                        .bind("group", folded));
                List<byte[]> passwords = members.stream().map(this::open).toList();
                List<Cell> changed = new ArrayList<>(
                        members.stream().map(SqlLocalUsers::summed).toList());
                handle.execute("DELETE FROM local_group WHERE name_key = ?", folded);
                sums.change(handle, GROUPS, List.of(group(folded, known)));
                for (int i = 0; i < members.size(); i++) {
                    handle.execute(
                            "UPDATE local_user SET version = version + 1 WHERE id = ?",
                            members.get(i).id());
                    changed.add(seal(handle, members.get(i).id(), passwords.get(i)));
                }
                sums.change(handle, USERS, changed);
                log.append(handle, deed, Optional.empty(), Optional.empty());
            });
            return name.isPresent();
        });
    }

    /**
     * Seals what an older program kept, where groups stood outside the seal. Answers the names of those whose data did not verify: they
     * are refused as before.
     */
    List<String> sealOld(Handle handle) {
        List<Row> users = all(handle);
        sums.keep(handle, USERS, List.of());
        sums.keep(handle, GROUPS, summed(groupRows(handle)));
        handle.execute("UPDATE local_user SET version = 1");
        List<String> refused = new ArrayList<>();
        for (Row user : users) {
            Cell before = Cell.of(
                    USERS,
                    "password",
                    user.id(),
                    user.name(),
                    Boolean.toString(user.enabled()),
                    user.dialIn(),
                    user.kind());
            try {
                seal(handle, user.id(), key.open(user.password(), before), List.of());
            } catch (StoreDamaged _) {
                // Stays shut; known of, so that the user can be removed.
                sums.change(handle, USERS, List.of(summed(user.id(), 1)));
                refused.add(user.name());
            }
        }
        return refused;
    }

    /** Of names that an older program left decomposed. No two of them are one. */
    static void setNameKeysAnew(Handle handle, RowSums sums) {
        handle.createQuery("SELECT id, name, name_key FROM local_user")
                .map((row, _) -> List.of(row.getString("id"), row.getString("name"), row.getString("name_key")))
                .list()
                .forEach(user -> {
                    String folded = LocalName.folded(user.get(1));
                    if (!folded.equals(user.get(2))) {
                        handle.execute("UPDATE local_user SET name_key = ? WHERE id = ?", folded, user.getFirst());
                    }
                });
        groupRows(handle).forEach((before, name) -> {
            String folded = LocalName.folded(name);
            if (!folded.equals(before)) {
                handle.execute("INSERT INTO local_group (name_key, name) VALUES (?, ?)", folded, name);
                handle.execute("UPDATE local_member SET group_key = ? WHERE group_key = ?", folded, before);
                handle.execute("DELETE FROM local_group WHERE name_key = ?", before);
                sums.change(handle, GROUPS, List.of(group(before, name), group(folded, name)));
            }
        });
    }

    /** What is wrong with each user that cannot be opened, and with the sets of users and groups. */
    List<String> damage(Handle handle) {
        List<String> found = new ArrayList<>();
        List<Row> users = all(handle);
        for (Row user : users) {
            try {
                opened(user);
            } catch (StoreDamaged damaged) {
                found.add(damaged.getMessage());
            }
        }
        try {
            requireAll(handle, USERS, users.stream().map(SqlLocalUsers::summed).toList());
        } catch (StoreDamaged damaged) {
            found.add(damaged.getMessage());
        }
        try {
            groups(handle);
        } catch (StoreDamaged damaged) {
            found.add(damaged.getMessage());
        }
        return found;
    }

    /** Takes for good which users and groups there are; those that do not verify stay as they are. */
    void sealAnew(Handle handle) {
        sums.keep(handle, USERS, summed(handle));
        sums.keep(handle, GROUPS, summed(groupRows(handle)));
    }

    /** Throws {@link StoreDamaged} unless all users are there, and no others. Opens none of them. */
    void requireAll(Handle handle) {
        requireAll(handle, USERS, summed(handle));
    }

    /** How many there are. */
    static long count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM local_user")
                .mapTo(long.class)
                .one();
    }

    private Left leave(Handle handle, Row user) {
        return sums.leave(
                handle, USERS, version -> summed(user.id(), version), Optional.of(user.version()), summed(handle));
    }

    private static List<String> told(String table, Left left) {
        return switch (left) {
            case AS_IT_STOOD -> List.of();
            case NOT_AS_IT_STOOD ->
                List.of("~ sum of " + table + ": kept anew, as the row was not as it had been written");
            case WRONG_ELSEWHERE -> List.of("~ sum of " + table + ": does not hold, because of another row");
        };
    }

    private void requireAll(Handle handle, String table, List<Cell> rows) {
        if (!sums.hold(handle, table, rows)) {
            throw new StoreDamaged(database.file() + ": rows of " + table
                    + " were added, removed or put back by something that does not have the store key."
                    + " Restore the database from a backup; or remove the user who was added or put back; or, if it is not known"
                    + " which, do: countersign check --seal-anew");
        }
    }

    /** By folded name, in order; checked. */
    private SequencedMap<String, String> groups(Handle handle) {
        SequencedMap<String, String> groups = groupRows(handle);
        requireAll(handle, GROUPS, summed(groups));
        return groups;
    }

    private static SequencedMap<String, String> groupRows(Handle handle) {
        SequencedMap<String, String> groups = new LinkedHashMap<>();
        handle.createQuery("SELECT name_key, name FROM local_group ORDER BY name_key")
                .map((row, _) -> Map.entry(row.getString("name_key"), row.getString("name")))
                .forEach(row -> groups.put(row.getKey(), row.getValue()));
        return groups;
    }

    private static boolean isTaken(Handle handle, LocalName name, String id) {
        return handle.createQuery("SELECT COUNT(*) FROM local_user WHERE name_key = :name AND id <> :id")
                        .bind("name", LocalName.folded(name.text()))
                        .bind("id", id)
                        .mapTo(int.class)
                        .one()
                > 0;
    }

    private boolean insertGroup(Handle handle, String name) {
        String folded = LocalName.folded(name);
        boolean added = handle.execute(
                        "INSERT INTO local_group (name_key, name) VALUES (?, ?) ON CONFLICT DO NOTHING", folded, name)
                == 1;
        if (added) {
            sums.change(handle, GROUPS, List.of(group(folded, name)));
        }
        return added;
    }

    /** Answers those groups that did not exist yet. */
    private List<String> join(Handle handle, String id, Set<String> groups) {
        List<String> made = new ArrayList<>();
        for (String group : new TreeSet<>(groups)) {
            if (insertGroup(handle, new LocalName(group).text())) {
                made.add(group);
            }
            handle.execute(
                    "INSERT INTO local_member (user_id, group_key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    id,
                    LocalName.folded(group));
        }
        return made;
    }

    /** What is told of a change that has made groups too. */
    private static Deed with(Deed deed, List<String> made) {
        if (made.isEmpty()) {
            return deed;
        }
        Set<Kind> kinds = EnumSet.of(Kind.GROUPS);
        kinds.addAll(deed.kinds());
        List<String> lines = new ArrayList<>(deed.lines());
        made.forEach(group -> lines.add("+ group " + group));
        return new Deed(kinds, deed.by(), lines, deed.weaker());
    }

    private static void leave(Handle handle, String id, Set<String> groups) {
        for (String group : groups) {
            handle.execute("DELETE FROM local_member WHERE user_id = ? AND group_key = ?", id, LocalName.folded(group));
        }
    }

    /** Whether the author changes what somebody else has changed since. */
    private static boolean moved(Object seen, Object next, Object now) {
        return !Objects.equals(seen, next) && !Objects.equals(seen, now);
    }

    private static <T> T merged(T seen, T next, T now) {
        return Objects.equals(seen, next) ? now : next;
    }

    /** Seals the password for the row as it is now, and takes the row into the sum, in place of what it was. */
    private void seal(Handle handle, String id, byte[] password, List<Cell> before) {
        List<Cell> changed = new ArrayList<>(before);
        changed.add(seal(handle, id, password));
        sums.change(handle, USERS, changed);
    }

    /** Answers what is to be in the sum. */
    private Cell seal(Handle handle, String id, byte[] password) {
        Row row = one(byId(handle, id)).orElseThrow();
        handle.execute("UPDATE local_user SET password = ? WHERE id = ?", key.seal(password, cell(row)), id);
        return summed(row);
    }

    private static Query byName(Handle handle, String name) {
        return handle.createQuery(SELECT + " WHERE local_user.name_key = :name ORDER BY group_key")
                .bind("name", LocalName.folded(name));
    }

    private static Query byId(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id ORDER BY group_key").bind("id", id);
    }

    private static List<Row> all(Handle handle) {
        return rows(handle.createQuery(SELECT + " ORDER BY local_user.name_key, group_key"));
    }

    private static Optional<Row> one(Query query) {
        return rows(query).stream().findFirst();
    }

    /** Of rows that stand together for each user. */
    private static List<Row> rows(Query query) {
        Map<String, Row> users = new LinkedHashMap<>();
        query.map((row, _) -> {
                    Row user = users.computeIfAbsent(row.getString("id"), _ -> row(row));
                    String group = row.getString("group_key");
                    if (group != null) {
                        // One whose group is gone stays under its key, and opens no more.
                        user.groups().add(Objects.requireNonNullElse(row.getString("group_name"), group));
                    }
                    return user;
                })
                .forEach(_ -> {});
        return List.copyOf(users.values());
    }

    private static Row row(ResultSet row) {
        try {
            return new Row(
                    row.getString("id"),
                    row.getString("name"),
                    row.getBoolean("enabled"),
                    row.getString("dial_in"),
                    row.getString("password_kind"),
                    row.getBytes("password"),
                    row.getLong("version"),
                    new TreeSet<>());
        } catch (SQLException e) {
            throw new IllegalStateException("a column is missing", e);
        }
    }

    private LocalUser opened(Row row) {
        byte[] password = open(row);
        return new LocalUser(
                row.id(),
                row.name(),
                row.enabled(),
                DialIn.valueOf(row.dialIn()),
                row.groups(),
                password(PasswordKind.valueOf(row.kind()), password));
    }

    private byte[] open(Row row) {
        try {
            return key.open(row.password(), cell(row));
        } catch (StoreDamaged e) {
            throw new StoreDamaged(
                    database.file() + ": the local user " + row.name() + " (" + row.id()
                            + ") or their groups were changed by something that does not have the store key. Restore the"
                            + " database from a backup, or do: countersign user remove, and add the user anew.",
                    e);
        }
    }

    private static StoredPassword password(PasswordKind kind, byte[] password) {
        return switch (kind) {
            case HASHED -> new StoredPassword.Hashed(new String(password, StandardCharsets.UTF_8));
            case REVERSIBLE -> new StoredPassword.Reversible(Secret.of(password));
        };
    }

    private static PasswordKind kind(StoredPassword password) {
        return switch (password) {
            case StoredPassword.Hashed _ -> PasswordKind.HASHED;
            case StoredPassword.Reversible _ -> PasswordKind.REVERSIBLE;
        };
    }

    private static byte[] octets(StoredPassword password) {
        return switch (password) {
            case StoredPassword.Hashed(String phc) -> phc.getBytes(StandardCharsets.UTF_8);
            case StoredPassword.Reversible(Secret known) -> known.reveal();
        };
    }

    private static Cell cell(Row row) {
        List<String> parts = new ArrayList<>(List.of(
                USERS,
                "password",
                row.id(),
                row.name(),
                Boolean.toString(row.enabled()),
                row.dialIn(),
                row.kind(),
                "version " + row.version()));
        parts.addAll(row.groups());
        return new Cell(List.copyOf(parts));
    }

    private static Cell summed(Row row) {
        return summed(row.id(), row.version());
    }

    private static Cell summed(String id, long version) {
        return Cell.of(USERS, "row", id, Long.toString(version));
    }

    private static List<Cell> summed(Handle handle) {
        return handle.createQuery("SELECT id, version FROM local_user")
                .map((row, _) -> summed(row.getString("id"), row.getLong("version")))
                .list();
    }

    private static List<Cell> summed(SequencedMap<String, String> groups) {
        return groups.entrySet().stream()
                .map(row -> group(row.getKey(), row.getValue()))
                .toList();
    }

    private static Cell group(String folded, String name) {
        return Cell.of(GROUPS, "row", folded, name);
    }

    private <T> T read(Function<Handle, T> work) {
        try {
            return database.read(work);
        } catch (StoreException e) {
            throw new DirectoryUnavailable(e.getMessage(), e);
        }
    }

    private <T> T write(Function<Handle, T> work) {
        try {
            return database.write(work);
        } catch (StoreException e) {
            throw new DirectoryUnavailable(e.getMessage(), e);
        }
    }
}
