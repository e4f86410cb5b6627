package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalUsersTest {
    private StoreFixture fixture;
    private LocalUserStore users;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        users = fixture.store.users();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void findsAUserWithoutRegardToCaseAndKeepsTheNameAsWritten() {
        LocalUser alice = user("Alice", "VPN Users", "Admins");
        assertThat(users.add(alice)).isTrue();
        assertThat(users.find("aLICE")).contains(alice);
        assertThat(users.findById(alice.id())).contains(alice);
        assertThat(users.find("bob")).isEmpty();
    }

    @Test
    void keepsAReversiblePasswordOfAnyOctets() {
        Reversible password = new Reversible(Secret.of(new byte[] {0, -1, 39, 127}));
        users.add(user("1", "bob", password));
        assertThat(users.find("bob")).get().extracting(LocalUser::password).isEqualTo(password);
    }

    @Test
    void refusesANameThatIsTakenInAnotherCase() {
        users.add(user("alice"));
        assertThat(users.add(user("2", "ALICE", new Hashed("$other"), "New Group")))
                .isFalse();
        assertThat(users.findById("2")).isEmpty();
        assertThat(users.groups()).isEmpty();
    }

    @Test
    void listsUsersAndGroupsByName() {
        users.add(user("carol", "zeta"));
        users.add(user("Bob", "Alpha"));
        assertThat(users.list()).extracting(LocalUser::name).containsExactly("Bob", "carol");
        assertThat(users.groups()).containsExactly("Alpha", "zeta");
    }

    @Test
    void replacesAUserWithItsGroups() {
        users.add(user("alice", "Old"));
        LocalUser changed = new LocalUser("id-alice", "alicia", false, DialIn.DENY, Set.of("New"), new Hashed("$new"));
        assertThat(users.replace(changed)).isTrue();
        assertThat(users.find("alicia")).contains(changed);
        assertThat(users.find("alice")).isEmpty();
        assertThat(users.replace(user("nobody"))).isFalse();
    }

    @Test
    void refusesToReplaceAUserByTheNameOfAnother() {
        users.add(user("alice"));
        users.add(user("bob"));
        assertThatIllegalArgumentException().isThrownBy(() -> users.replace(user("id-bob", "Alice", new Hashed("$x"))));
        assertThat(users.find("bob")).isPresent();
    }

    @Test
    void removesAUserWithTheRecordsOfAllPlugins() {
        users.add(user("alice"));
        fixture.store.records().of("totp").create("local:id-alice", "seed", "x");
        fixture.store.records().of("totp").create("local:id-bob", "seed", "y");
        assertThat(users.remove("ALICE")).isTrue();
        assertThat(users.remove("alice")).isFalse();
        assertThat(users.find("alice")).isEmpty();
        assertThat(fixture.store.records().of("totp").listAll("seed"))
                .singleElement()
                .extracting(record -> record.userId())
                .isEqualTo("local:id-bob");
    }

    @Test
    void removesAGroupFromItsMembers() {
        assertThat(users.addGroup("Staff")).isTrue();
        assertThat(users.addGroup("STAFF")).isFalse();
        users.add(user("alice", "staff", "Other"));
        assertThat(users.find("alice").orElseThrow().groups()).containsExactlyInAnyOrder("Staff", "Other");
        assertThat(users.removeGroup("sTAFF")).isTrue();
        assertThat(users.removeGroup("Staff")).isFalse();
        assertThat(users.find("alice").orElseThrow().groups()).containsExactly("Other");
    }

    @Test
    void refusesNamesThatBreakTheRules() {
        assertThatIllegalArgumentException().isThrownBy(() -> users.add(user("CONTOSO\\alice")));
        assertThatIllegalArgumentException().isThrownBy(() -> users.addGroup(" Staff"));
    }

    @Test
    void doesNotOpenThePasswordThatWasSwappedWithAnotherUsers() {
        users.add(user("alice"));
        users.add(user("mallory"));
        fixture.tamper("UPDATE local_user SET password = (SELECT password FROM local_user WHERE name = 'mallory')"
                + " WHERE name = 'alice'");
        assertThatThrownBy(() -> users.find("alice"))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasCauseInstanceOf(StoreDamaged.class);
        assertThat(users.find("mallory")).isPresent();
    }

    @Test
    void doesNotOpenThePasswordOfAUserWhoWasRenamedOrEnabledPastTheStore() {
        users.add(user("mallory"));
        users.add(new LocalUser("2", "old", false, DialIn.ABSENT, Set.of(), new Hashed("$x")));
        fixture.tamper("UPDATE local_user SET name = 'admin', name_key = 'admin' WHERE name = 'mallory'");
        fixture.tamper("UPDATE local_user SET enabled = 1 WHERE name = 'old'");
        assertThatThrownBy(() -> users.find("admin")).isInstanceOf(DirectoryUnavailable.class);
        assertThatThrownBy(() -> users.find("old")).isInstanceOf(DirectoryUnavailable.class);
    }

    @Test
    void oneOfManyRacersGetsAName() throws Exception {
        assertThat(StoreFixture.race(
                        20, () -> users.add(user(UUID.randomUUID().toString(), "alice", new Hashed("$x")))))
                .containsOnlyOnce(true);
    }
}
