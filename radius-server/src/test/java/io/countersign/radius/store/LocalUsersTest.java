package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.GROUPS;
import static io.countersign.radius.store.StoreFixture.USERS;
import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LocalUserChanges;
import io.countersign.radius.identity.LocalUserChanges.Replaced;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalUsersTest {
    private StoreFixture fixture;
    private LocalUserStore users;
    private LocalUserChanges changes;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        users = fixture.store.users();
        changes = fixture.store.userChanges();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void findsAUserWithoutRegardToCaseAndKeepsTheNameAsWritten() {
        LocalUser alice = user("Alice", "VPN Users", "Admins");
        assertThat(changes.add(alice, USERS)).isTrue();
        assertThat(users.find("aLICE")).contains(alice);
        assertThat(users.findById(alice.id())).contains(alice);
        assertThat(users.find("bob")).isEmpty();
    }

    @Test
    void keepsAReversiblePasswordOfAnyOctets() {
        Reversible password = new Reversible(Secret.of(new byte[] {0, -1, 39, 127}));
        changes.add(user("1", "bob", password), USERS);
        assertThat(users.find("bob")).get().extracting(LocalUser::password).isEqualTo(password);
    }

    @Test
    void refusesANameThatIsTakenInAnotherCase() {
        changes.add(user("alice"), USERS);
        assertThat(changes.add(user("2", "ALICE", new Hashed("$other"), "New Group"), USERS))
                .isFalse();
        assertThat(users.findById("2")).isEmpty();
        assertThat(users.groups()).isEmpty();
    }

    @Test
    void listsUsersAndGroupsByName() {
        changes.add(user("carol", "zeta"), USERS);
        changes.add(user("Bob", "Alpha"), USERS);
        assertThat(users.list()).extracting(LocalUser::name).containsExactly("Bob", "carol");
        assertThat(users.groups()).containsExactly("Alpha", "zeta");
    }

    @Test
    void replacesAUserWithItsGroups() {
        changes.add(user("alice", "Old"), USERS);
        LocalUser changed = new LocalUser("id-alice", "alicia", false, DialIn.DENY, Set.of("New"), new Hashed("$new"));
        assertThat(changes.replace(users.find("alice").orElseThrow(), changed, USERS))
                .isEqualTo(new Replaced.Done());
        assertThat(users.find("alicia")).contains(changed);
        assertThat(users.find("alice")).isEmpty();
        assertThat(changes.replace(user("nobody"), user("nobody"), USERS)).isEqualTo(new Replaced.Gone());
    }

    @Test
    void refusesToReplaceAUserByTheNameOfAnother() {
        changes.add(user("alice"), USERS);
        changes.add(user("bob"), USERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changes.replace(user("bob"), user("id-bob", "Alice", new Hashed("$x")), USERS));
        assertThat(users.find("bob")).isPresent();
    }

    @Test
    void removesAUserWithTheRecordsOfAllPlugins() {
        changes.add(user("alice"), USERS);
        fixture.store.records().of("totp").create("local:id-alice", "seed", "x");
        fixture.store.records().of("totp").create("local:id-bob", "seed", "y");
        assertThat(changes.remove("ALICE", USERS)).isTrue();
        assertThat(changes.remove("alice", USERS)).isFalse();
        assertThat(users.find("alice")).isEmpty();
        assertThat(fixture.store.records().of("totp").listAll("seed"))
                .singleElement()
                .extracting(record -> record.userId())
                .isEqualTo("local:id-bob");
    }

    @Test
    void removesAGroupFromItsMembers() {
        assertThat(changes.addGroup("Staff", GROUPS)).isTrue();
        assertThat(changes.addGroup("STAFF", GROUPS)).isFalse();
        changes.add(user("alice", "staff", "Other"), USERS);
        assertThat(users.find("alice").orElseThrow().groups()).containsExactlyInAnyOrder("Staff", "Other");
        assertThat(changes.removeGroup("sTAFF", GROUPS)).isTrue();
        assertThat(changes.removeGroup("Staff", GROUPS)).isFalse();
        assertThat(users.find("alice").orElseThrow().groups()).containsExactly("Other");
    }

    @Test
    void refusesNamesThatBreakTheRules() {
        assertThatIllegalArgumentException().isThrownBy(() -> changes.add(user("CONTOSO\\alice"), USERS));
        assertThatIllegalArgumentException().isThrownBy(() -> changes.addGroup(" Staff", GROUPS));
    }

    @Test
    void doesNotOpenThePasswordThatWasSwappedWithAnotherUsers() {
        changes.add(user("alice"), USERS);
        changes.add(user("mallory"), USERS);
        fixture.tamper("UPDATE local_user SET password = (SELECT password FROM local_user WHERE name = 'mallory')"
                + " WHERE name = 'alice'");
        assertThatThrownBy(() -> users.find("alice"))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasCauseInstanceOf(StoreDamaged.class);
        assertThat(users.find("mallory")).isPresent();
    }

    @Test
    void doesNotOpenThePasswordOfAUserWhoWasRenamedOrEnabledPastTheStore() {
        changes.add(user("mallory"), USERS);
        changes.add(new LocalUser("2", "old", false, DialIn.ABSENT, Set.of(), new Hashed("$x")), USERS);
        fixture.tamper("UPDATE local_user SET name = 'admin', name_key = 'admin' WHERE name = 'mallory'");
        fixture.tamper("UPDATE local_user SET enabled = 1 WHERE name = 'old'");
        assertThatThrownBy(() -> users.find("admin")).isInstanceOf(DirectoryUnavailable.class);
        assertThatThrownBy(() -> users.find("old")).isInstanceOf(DirectoryUnavailable.class);
    }

    @Test
    void oneOfManyRacersGetsAName() throws Exception {
        assertThat(StoreFixture.race(
                        20, () -> changes.add(user(UUID.randomUUID().toString(), "alice", new Hashed("$x")), USERS)))
                .containsOnlyOnce(true);
    }

    @Test
    void aChangeLeavesEverythingElseAsItIsByThen() {
        changes.add(user("alice", "VPN Users"), USERS);
        LocalUser seen = users.find("alice").orElseThrow();
        changes.replace(seen, new LocalUser(seen.id(), "alice", false, DialIn.DENY, Set.of(), seen.password()), USERS);
        Hashed password = new Hashed("$new");

        LocalUser withPassword = new LocalUser(seen.id(), "alice", true, DialIn.ABSENT, seen.groups(), password);
        assertThat(changes.replace(seen, withPassword, USERS)).isEqualTo(new Replaced.Done());

        assertThat(users.find("alice"))
                .contains(new LocalUser(seen.id(), "alice", false, DialIn.DENY, Set.of(), password));
    }

    @Test
    void refusesAChangeOfWhatSomebodyElseHasChangedMeanwhile() {
        changes.add(user("alice"), USERS);
        LocalUser seen = users.find("alice").orElseThrow();
        changes.replace(seen, user(seen.id(), "alice", new Hashed("$theirs")), USERS);

        assertThat(changes.replace(seen, user(seen.id(), "alice", new Hashed("$mine")), USERS))
                .isInstanceOfSatisfying(
                        Replaced.Moved.class,
                        moved -> assertThat(moved.by())
                                .map(Change::who)
                                .contains("root by a test at " + StoreFixture.NOON));
        assertThat(users.find("alice").orElseThrow().password()).isEqualTo(new Hashed("$theirs"));
    }

    @Test
    void keepsWhatWasDoneInTheSameStep() {
        changes.add(user("alice"), USERS);
        changes.addGroup("Staff", GROUPS);
        changes.addGroup("Staff", GROUPS);
        changes.remove("alice", USERS);

        assertThat(fixture.store.changes().newest(Set.of(), 10))
                .extracting(Change::number, Change::user)
                .containsExactly(
                        tuple(3L, Optional.of("local:id-alice")),
                        tuple(2L, Optional.empty()),
                        tuple(1L, Optional.of("local:id-alice")));
        assertThat(fixture.store.changes().newest(Set.of(Kind.GROUPS), 10))
                .extracting(Change::number)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO local_member VALUES ('id-mallory', 'vpn users')",
                "DELETE FROM local_member WHERE user_id = 'id-mallory'",
                "UPDATE local_member SET group_key = 'vpn users' WHERE user_id = 'id-mallory'",
                "UPDATE local_group SET name = 'VPN Users' WHERE name_key = 'guests'",
                "DELETE FROM local_group WHERE name_key = 'guests'",
                "UPDATE local_user SET version = 0 WHERE id = 'id-mallory'",
                "UPDATE local_user SET dial_in = 'ALLOW' WHERE id = 'id-mallory'",
            })
    void doesNotReadAUserWhoseGroupsWereChangedPastTheStore(String change) {
        changes.add(user("alice", "VPN Users"), USERS);
        changes.add(user("mallory", "Guests"), USERS);
        fixture.tamper(change);

        assertThatThrownBy(() -> users.find("mallory"))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasCauseInstanceOf(StoreDamaged.class)
                .hasMessageContaining("mallory");
        assertThat(users.find("alice")).isPresent();
        assertThat(fixture.store.damage()).anyMatch(line -> line.contains("mallory"));
    }

    @Test
    void aUserWhoDoesNotVerifyCanBeRemovedAndAddedAnew() {
        changes.add(user("mallory"), USERS);
        changes.addGroup("VPN Users", GROUPS);
        fixture.tamper("INSERT INTO local_member VALUES ('id-mallory', 'vpn users')");

        assertThat(changes.remove("mallory", USERS)).isTrue();
        assertThat(changes.add(user("mallory"), USERS)).isTrue();

        assertThat(fixture.store.damage()).isEmpty();
        assertThat(users.find("mallory")).contains(user("mallory"));
    }

    @Test
    void tellsAUserWhoWasPutBack() {
        changes.add(user("mallory"), USERS);
        changes.add(user("alice"), USERS);
        fixture.tamper("CREATE TABLE away AS SELECT * FROM local_user WHERE id = 'id-mallory'");
        changes.remove("mallory", USERS);
        fixture.tamper("INSERT INTO local_user SELECT * FROM away");

        assertThatThrownBy(() -> users.list()).isInstanceOf(DirectoryUnavailable.class);
        assertThat(fixture.store.damage()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO local_user (id, name_key, name, enabled, dial_in, password_kind, password, version)"
                        + " VALUES ('id-eve', 'eve', 'eve', 1, 'ALLOW', 'HASHED', x'00', 3)",
                "UPDATE local_user SET version = 7 WHERE id = 'id-eve'",
                "UPDATE local_user SET version = 0 WHERE id = 'id-eve'",
                "INSERT INTO local_user SELECT * FROM away",
                "INSERT INTO local_user SELECT * FROM away; INSERT INTO mfa_set SELECT * FROM set_away",
                "DELETE FROM mfa_set WHERE user_id = 'local:id-eve'",
                "UPDATE mfa_set SET version = 9 WHERE user_id = 'local:id-eve'",
            })
    void removingAUserMendsWhatWasDoneToThemPastTheStore(String tampering) {
        changes.add(user("alice"), USERS);
        changes.add(user("eve"), USERS);
        fixture.tamper("CREATE TABLE away AS SELECT * FROM local_user WHERE id = 'id-eve'");
        fixture.tamper("CREATE TABLE set_away AS SELECT * FROM mfa_set WHERE user_id = 'local:id-eve'");
        if (tampering.startsWith("INSERT")) {
            changes.remove("eve", USERS);
        }
        for (String step : tampering.split(";", -1)) {
            fixture.tamper(step);
        }
        assertThat(fixture.store.damage()).isNotEmpty();

        assertThat(changes.remove("eve", USERS)).isTrue();

        assertThat(fixture.store.damage()).isEmpty();
        assertThat(users.list()).extracting(LocalUser::name).containsExactly("alice");
        assertThat(fixture.store.changes().newest(Set.of(), 1).getFirst().deed().lines())
                .anyMatch(line -> line.contains("kept anew"));
        assertThat(changes.add(user("eve"), USERS)).isTrue();
        assertThat(fixture.store.damage()).isEmpty();
    }

    @Test
    void removingAUserDoesNotTakeAnotherForGoodWhoWasPutBack() {
        changes.add(user("mallory"), USERS);
        changes.add(user("alice"), USERS);
        fixture.tamper("CREATE TABLE away AS SELECT * FROM local_user WHERE id = 'id-mallory'");
        changes.remove("mallory", USERS);
        fixture.tamper("INSERT INTO local_user SELECT * FROM away");

        assertThat(changes.remove("alice", USERS)).isTrue();

        assertThat(fixture.store.missingOrPutBack()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM local_user WHERE id = 'id-eve'",
                "DELETE FROM mfa_set",
                "DELETE FROM row_sum",
                "INSERT INTO local_group VALUES ('vpn users', 'VPN Users')",
                "DELETE FROM change_log WHERE number = 2",
                "DELETE FROM change_log WHERE number = 3",
                "DELETE FROM change_log",
                "UPDATE change_log SET kinds = 'NONE' WHERE number = 1",
                "UPDATE change_log SET account = 'eve' WHERE number = 1",
                "UPDATE change_log SET number = 1000000000000 WHERE number = 3",
                "UPDATE store_state SET change_head = x'00'",
            })
    void whatIsLeftIsSealedAnewOnDemand(String tampering) {
        changes.add(user("alice"), USERS);
        changes.add(user("eve"), USERS);
        changes.addGroup("Staff", GROUPS);
        fixture.tamper(tampering);
        assertThat(fixture.store.damage()).isNotEmpty();

        fixture.store.sealAnew(Author.PROGRAM);
        if (tampering.contains("mfa_set")) {
            assertThat(fixture.store.damage()).hasSize(2).allMatch(line -> line.contains("local:id-"));
            changes.remove("alice", USERS);
            changes.remove("eve", USERS);
        }

        assertThat(fixture.store.damage()).isEmpty();
        assertThat(fixture.store
                        .changes()
                        .newest(Set.of(Kind.FACTORS), 1)
                        .getFirst()
                        .deed()
                        .by())
                .isEqualTo(Author.PROGRAM);
        changes.add(user("carol"), USERS);
        assertThat(fixture.store.damage()).isEmpty();
        assertThat(fixture.store.marks().changes()).isGreaterThan(3);
    }

    @Test
    void tellsOfTheGroupsThatCameWithAUser() {
        changes.add(user("alice", "Staff"), USERS);
        LocalUser alice = users.find("alice").orElseThrow();
        changes.replace(alice, user("alice", "Staff", "VPN Users"), USERS);
        changes.add(user("bob", "Staff"), USERS);

        assertThat(fixture.store.changes().newest(Set.of(Kind.GROUPS), 10).reversed())
                .extracting(change -> change.deed().lines().getLast())
                .containsExactly("+ group Staff", "+ group VPN Users");
    }

    @Test
    void tellsAGroupThatWasAddedOrRemovedPastTheStore() {
        changes.addGroup("Staff", GROUPS);
        fixture.tamper("INSERT INTO local_group VALUES ('vpn users', 'VPN Users')");
        assertThatThrownBy(() -> users.groups()).isInstanceOf(DirectoryUnavailable.class);
        fixture.tamper("DELETE FROM local_group");
        assertThatThrownBy(() -> users.groups()).isInstanceOf(DirectoryUnavailable.class);
    }

    @Test
    void countsTheMembersOfEachGroup() {
        changes.add(user("alice", "VPN Users", "Staff"), USERS);
        changes.add(user("bob", "Staff"), USERS);
        changes.addGroup("Empty", GROUPS);

        assertThat(users.members())
                .containsExactly(Map.entry("Empty", 0L), Map.entry("Staff", 2L), Map.entry("VPN Users", 1L));
    }
}
