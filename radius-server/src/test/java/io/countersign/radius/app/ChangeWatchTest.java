package io.countersign.radius.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreSettings;
import java.nio.file.Path;
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
    private int waiting;
    private Store store;
    private RememberedUsers users;
    private ChangeWatch watch;

    @BeforeEach
    void open(@TempDir Path folder) {
        var settings = new StoreSettings(folder.resolve("countersign.db"), folder.resolve("store.key"));
        Store.create(settings);
        store = Store.open(settings, InstantSource.system());
        store.userChanges().add(user("alice", true), DEED);
        store.userChanges().add(user("bob", true), DEED);
        users = new RememberedUsers(store.users(), 100);
        watch = watch();
    }

    private ChangeWatch watch() {
        return new ChangeWatch(
                store.changes(), store.marks().changes(), users, change -> audited.add(change.number()), () -> waiting);
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
        watch = watch();
        look();

        assertThat(audited).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void waitsWhileTheAuditFileHasMuchToWrite() {
        waiting = 20_000;
        look();
        assertThat(audited).isEmpty();
        waiting = 0;
        look();
        assertThat(audited).containsExactly(1L, 2L);
    }

    private void look() {
        watch.seen(store.marks().changes());
    }

    private static LocalUser user(String name, boolean enabled) {
        return new LocalUser(
                "id-" + name, name, enabled, DialIn.ABSENT, Set.of("Users"), new StoredPassword.Hashed("$" + name));
    }
}
