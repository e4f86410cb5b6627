package io.countersign.radius.store;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.identity.LocalUserStore;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The local users and groups. A password is sealed for its user, name and permissions. */
final class SqlLocalUsers implements LocalUserStore {
    private enum PasswordKind {
        HASHED,
        REVERSIBLE
    }

    private final Database database;
    private final StoreKey key;

    SqlLocalUsers(Database database, StoreKey key) {
        this.database = database;
        this.key = key;
    }

    @Override
    public Optional<LocalUser> find(String name) {
        return read(handle -> users(
                        handle,
                        handle.createQuery("SELECT * FROM local_user WHERE name_key = :name")
                                .bind("name", LocalName.folded(name)))
                .stream()
                .findFirst());
    }

    @Override
    public Optional<LocalUser> findById(String id) {
        return read(handle ->
                users(
                                handle,
                                handle.createQuery("SELECT * FROM local_user WHERE id = :id")
                                        .bind("id", id))
                        .stream()
                        .findFirst());
    }

    @Override
    public List<LocalUser> list() {
        return read(handle -> users(handle, handle.createQuery("SELECT * FROM local_user ORDER BY name_key")));
    }

    @Override
    public boolean add(LocalUser user) {
        LocalName name = new LocalName(user.name());
        return write(handle -> {
            boolean taken = handle.createUpdate("""
                                    INSERT INTO local_user (id, name_key, name, enabled, dial_in, password_kind, password)
                                    VALUES (:id, :nameKey, :name, :enabled, :dialIn, :kind, :password)
                                    ON CONFLICT (name_key) DO NOTHING""")
                            .bind("id", user.id())
                            .bind("nameKey", LocalName.folded(name.text()))
                            .bind("name", name.text())
                            .bind("enabled", user.enabled())
                            .bind("dialIn", user.dialIn().name())
                            .bind("kind", kind(user.password()).name())
                            .bind("password", sealed(user))
                            .execute()
                    == 0;
            if (!taken) {
                join(handle, user);
            }
            return !taken;
        });
    }

    /** Throws {@link IllegalArgumentException} if the new name is another user's. */
    @Override
    public boolean replace(LocalUser user) {
        LocalName name = new LocalName(user.name());
        return write(handle -> {
            requireFree(handle, name, user.id());
            boolean known = handle.createUpdate("""
                                    UPDATE local_user SET name_key = :nameKey, name = :name, enabled = :enabled,
                                        dial_in = :dialIn, password_kind = :kind, password = :password
                                    WHERE id = :id""")
                            .bind("id", user.id())
                            .bind("nameKey", LocalName.folded(name.text()))
                            .bind("name", name.text())
                            .bind("enabled", user.enabled())
                            .bind("dialIn", user.dialIn().name())
                            .bind("kind", kind(user.password()).name())
                            .bind("password", sealed(user))
                            .execute()
                    == 1;
            if (known) {
                handle.execute("DELETE FROM local_member WHERE user_id = ?", user.id());
                join(handle, user);
            }
            return known;
        });
    }

    @Override
    public boolean remove(String name) {
        return write(handle -> {
            Optional<String> id = handle.createQuery("SELECT id FROM local_user WHERE name_key = :name")
                    .bind("name", LocalName.folded(name))
                    .mapTo(String.class)
                    .findOne();
            id.ifPresent(known -> {
                handle.execute("DELETE FROM local_user WHERE id = ?", known);
                SqlRecords.removeUser(handle, LocalDirectory.userId(known));
            });
            return id.isPresent();
        });
    }

    @Override
    public List<String> groups() {
        return read(handle -> handle.createQuery("SELECT name FROM local_group ORDER BY name_key")
                .mapTo(String.class)
                .list());
    }

    @Override
    public boolean addGroup(String group) {
        LocalName name = new LocalName(group);
        return write(handle -> insertGroup(handle, name));
    }

    @Override
    public boolean removeGroup(String group) {
        return write(
                handle -> handle.execute("DELETE FROM local_group WHERE name_key = ?", LocalName.folded(group)) == 1);
    }

    private static void requireFree(Handle handle, LocalName name, String id) {
        boolean taken = handle.createQuery("SELECT COUNT(*) FROM local_user WHERE name_key = :name AND id <> :id")
                        .bind("name", LocalName.folded(name.text()))
                        .bind("id", id)
                        .mapTo(int.class)
                        .one()
                > 0;
        if (taken) {
            throw new IllegalArgumentException("the name " + name.text() + " is another user's");
        }
    }

    private static boolean insertGroup(Handle handle, LocalName group) {
        return handle.execute(
                        "INSERT INTO local_group (name_key, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        LocalName.folded(group.text()),
                        group.text())
                == 1;
    }

    private static void join(Handle handle, LocalUser user) {
        for (String group : user.groups()) {
            insertGroup(handle, new LocalName(group));
            handle.execute(
                    "INSERT INTO local_member (user_id, group_key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    user.id(),
                    LocalName.folded(group));
        }
    }

    private List<LocalUser> users(Handle handle, Query query) {
        return query.map((row, _) -> user(row, groups(handle, row.getString("id"))))
                .list();
    }

    private static Set<String> groups(Handle handle, String userId) {
        return new HashSet<>(
                handle.createQuery("""
                        SELECT name FROM local_group JOIN local_member ON group_key = name_key WHERE user_id = :id""").bind("id", userId).mapTo(String.class).list());
    }

    private LocalUser user(ResultSet row, Set<String> groups) throws SQLException {
        PasswordKind kind = PasswordKind.valueOf(row.getString("password_kind"));
        LocalUser shut = new LocalUser(
                row.getString("id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                DialIn.valueOf(row.getString("dial_in")),
                groups,
                new StoredPassword.Hashed(""));
        byte[] password = key.open(row.getBytes("password"), cell(shut, kind));
        return new LocalUser(shut.id(), shut.name(), shut.enabled(), shut.dialIn(), groups, password(kind, password));
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

    private byte[] sealed(LocalUser user) {
        byte[] password = switch (user.password()) {
            case StoredPassword.Hashed(String phc) -> phc.getBytes(StandardCharsets.UTF_8);
            case StoredPassword.Reversible(Secret known) -> known.reveal();
        };
        return key.seal(password, cell(user, kind(user.password())));
    }

    private static Cell cell(LocalUser user, PasswordKind kind) {
        return Cell.of(
                "local_user",
                "password",
                user.id(),
                user.name(),
                Boolean.toString(user.enabled()),
                user.dialIn().name(),
                kind.name());
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
            return database.write(handle -> {
                T done = work.apply(handle);
                handle.execute("UPDATE store_state SET user_changes = user_changes + 1");
                return done;
            });
        } catch (StoreException e) {
            throw new DirectoryUnavailable(e.getMessage(), e);
        }
    }
}
