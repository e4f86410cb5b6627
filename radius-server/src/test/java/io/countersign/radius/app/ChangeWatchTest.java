package io.countersign.radius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.policy.DialIn;
import io.countersign.radius.audit.AuditFile;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreSettings;
import io.countersign.radius.testing.Awaited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangeWatchTest {
    private static final Deed DEED = new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("~ a user"), List.of());

    private final List<Long> audited = new ArrayList<>();
    private int room = 1_000;
    private long written;
    private Path folder;
    private StoreSettings settings;
    private Store store;
    private RememberedUsers users;
    private ChangeWatch watch;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        settings = new StoreSettings.Sqlite(folder.resolve("countersign.db"), folder.resolve("store.key"));
        Store.create(settings);
        store = Store.open(settings, InstantSource.system());
        store.userChanges().add(user("alice", true), DEED);
        store.userChanges().add(user("bob", true), DEED);
        users = new RememberedUsers(store.users(), 100);
        watch = watch();
    }

    private ChangeWatch watch() {
        return new ChangeWatch(
                store.changes(),
                store.marks().changes(),
                users,
                change -> audited.size() < room && audited.add(change.number()),
                () -> written,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void forgetsTheUserWhoHasChangedAndNobodyElse() {
        look();
        var bob = users.find("bob").orElseThrow();
        users.find("alice");

        store.userChanges().replace(user("alice", true), user("alice", false), DEED);
        look();

        assertThat(users.find("alice").orElseThrow().enabled()).isFalse();
        assertThat(users.find("bob").orElseThrow())
                .as("the very one remembered")
                .isSameAs(bob);
    }

    @Test
    void forgetsEverybodyWhenAGroupIsRemoved() {
        look();
        var bob = users.find("bob").orElseThrow();
        store.userChanges().addGroup("Staff", DEED);
        store.userChanges().removeGroup("Staff", DEED);
        look();

        assertThat(users.find("bob").orElseThrow()).isNotSameAs(bob);
    }

    @Test
    void tellsEachChangeOnceAndGoesOnAfterARestart() {
        look();
        written = 2;
        look();
        assertThat(audited).containsExactly(1L, 2L);

        store.userChanges().remove("bob", DEED);
        watch = watch();
        look();
        look();

        assertThat(audited).containsExactly(1L, 2L, 3L);
        assertThat(store.changes().newest(Set.of(), 1))
                .extracting(Change::number)
                .containsExactly(3L);
    }

    @Test
    void tellsAgainWhatMayNotHaveReachedTheFile() {
        look();
        written = 1;
        look();
        look();
        watch = watch();
        look();

        assertThat(audited).containsExactly(1L, 2L, 2L);
    }

    @Test
    void tellsAgainWhatAFullDiskHasHeldBackUntilTheEnd() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device that is always full");
        var file = folder.resolve("audit.jsonl");
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var audit = AuditFile.open(AuditSettings.of(file, AuditSettings.Trace.REFUSED), InstantSource.system())) {
            watch = watch(audit);
            look();
            Awaited.holds(() -> audit.waiting() == 0); // the writer has them, and cannot write them
            look();
        }
        Files.delete(file);
        try (var audit = AuditFile.open(AuditSettings.of(file, AuditSettings.Trace.REFUSED), InstantSource.system())) {
            watch = watch(audit);
            look();
            Awaited.holds(() -> audit.changesWritten() == 2);
            look();
        }

        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"Change\":1,"),
                        line -> assertThat(line).contains("\"Change\":2,"));
        assertThat(store.changes().audited()).isEqualTo(2);
    }

    @Test
    void tellsTheRestOnceTheAuditFileHasRoom() {
        room = 1;
        look();
        assertThat(audited).containsExactly(1L);
        room = 10;
        look();
        look();
        assertThat(audited).containsExactly(1L, 2L);
    }

    @Test
    void goesOnThoughTheStoreCannotKeepHowFarItHasTold() throws SQLException {
        look();
        written = 2;
        store.userChanges().remove("bob", DEED);
        sql("CREATE TRIGGER full BEFORE UPDATE OF audited ON store_state BEGIN SELECT RAISE(ABORT, 'full'); END");
        look();
        assertThat(store.changes().audited()).isZero();

        sql("DROP TRIGGER full");
        look();
        assertThat(store.changes().audited()).isEqualTo(2);
        assertThat(audited).containsExactly(1L, 2L, 3L);
    }

    private ChangeWatch watch(AuditFile audit) {
        return new ChangeWatch(
                store.changes(),
                store.marks().changes(),
                users,
                audit::changed,
                audit::changesWritten,
                InstantSource.system());
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + settings.place());
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private void look() {
        long newest = store.marks().changes();
        watch.seen(newest);
        watch.tell(newest);
    }

    private static LocalUser user(String name, boolean enabled) {
        return new LocalUser(
                "id-" + name, name, enabled, DialIn.ABSENT, Set.of("Users"), new StoredPassword.Hashed("$" + name));
    }
}
