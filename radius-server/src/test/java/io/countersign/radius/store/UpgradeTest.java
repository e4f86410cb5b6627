package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.CLIENTS;
import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.mfa.MfaRecords.Versioned;
import io.countersign.policy.DialIn;
import io.countersign.radius.accounting.AccountingRecord;
import io.countersign.radius.accounting.AccountingStatus;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.TransactionMode;

/** A store that version 6 has filled (three clients, two revisions, three users, a token) comes through. */
final class UpgradeTest {
    private static final Path VERSION_6 = Path.of("src/test/resources/stores/version-6");

    @TempDir
    private Path folder;

    private StoreSettings.Sqlite settings;

    @BeforeEach
    void copy() throws IOException {
        settings = StoreFixture.settings(folder);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(settings.database().getParent(), owner);
        copy(VERSION_6.resolve("countersign.db"), settings.database());
        copy(VERSION_6.resolve("store.key"), settings.keyFile());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void bringsAStoreOfTheLastVersionUpToDate() {
        assertThatThrownBy(this::open).isInstanceOf(StoreVersionMismatch.class).hasMessageContaining("upgrade");

        assertThat(Store.upgrade(settings)).isTrue();

        assertThat(Store.upgrade(settings)).isFalse();
        assertSame();
    }

    @Test
    void bringsAStoreOfTheFirstVersionUpToDate() throws IOException {
        Path first = folder.resolve("first.db");
        Files.createFile(first);
        Flyway.configure()
                .dataSource(Database.dataSource(first, TransactionMode.DEFERRED))
                .locations("classpath:io/countersign/radius/store")
                .target("1")
                .load()
                .migrate();
        Jdbi.create(Database.dataSource(first, TransactionMode.DEFERRED)).useHandle(handle -> {
            handle.execute("ATTACH DATABASE ? AS newer", settings.database().toString());
            for (String table : new String[] {
                "store_state (id, marker, policy_head, changes)",
                "policy_revision (number, created_at, author, comment, document, tag)",
                "radius_client (name, address, type, timeout_millis, vendor, challenge, message_authenticator, unsafe, secret)",
                "local_user (id, name_key, name, enabled, dial_in, password_kind, password)",
                "local_group (name_key, name)",
                "local_member (user_id, group_key)",
                "mfa_record (provider, user_id, record_key, version, expires_at, value)",
            }) {
                String columns = table.substring(table.indexOf('(') + 1, table.indexOf(')'));
                handle.execute("INSERT INTO main." + table + " SELECT " + columns + " FROM newer."
                        + table.substring(0, table.indexOf(' ')));
            }
        });
        Files.delete(settings.database());
        copy(first, settings.database());

        assertThat(Store.upgrade(settings)).isTrue();

        assertSame();
    }

    @Test
    void goesOnWhereAnUpgradeWasInterruptedBeforeItSealed() {
        Schema.migrate(settings.database());
        assertThatThrownBy(this::open).isInstanceOf(StoreVersionMismatch.class);

        assertThat(Store.upgrade(settings)).isTrue();

        assertSame();
    }

    @Test
    void carriesOnSessionsThatWereKeptWithoutTheirPorts() {
        Jdbi.create(Database.dataSource(settings.database(), TransactionMode.IMMEDIATE))
                .useHandle(handle -> handle.execute("""
                        INSERT INTO accounting_session (client, nas, session, user_name, user_key, started_at, seen_at,
                            session_seconds, octets_in, octets_out)
                        VALUES ('vpn-01', '192.0.2.1', 's1', 'Alice', 'alice', ?, ?, 0, 0, 0)""", NOON.toEpochMilli(), NOON.toEpochMilli()));
        Store.upgrade(settings);

        try (Store store = open()) {
            store.accounting().append(List.of(stopAtPort7()));
            assertThat(store.accounting()
                            .sessions(new AccountingStore.Wanted(true, Optional.empty(), Optional.empty(), 10)))
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.port()).hasValue("7");
                        assertThat(session.stopped()).hasValue(NOON.plusSeconds(60));
                    });
        }
    }

    private static AccountingRecord stopAtPort7() {
        var at = NOON.plusSeconds(60);
        return new AccountingRecord(
                at,
                at,
                "vpn-01",
                "192.0.2.1",
                "s1",
                AccountingStatus.STOP,
                Optional.of("alice"),
                Optional.of("7"),
                Optional.empty(),
                Optional.empty(),
                new AccountingRecord.Usage(Duration.ofMinutes(1), 1, 1),
                Optional.of(NOON),
                Optional.empty(),
                "",
                Octets.wrap(new byte[32]));
    }

    @Test
    void leavesOutAUserWhoseDataDoNotVerify() {
        Jdbi.create(Database.dataSource(settings.database(), TransactionMode.IMMEDIATE))
                .useHandle(handle -> handle.execute("UPDATE local_user SET enabled = 1 WHERE name = 'Bob'"));

        assertThat(Store.upgrade(settings)).isTrue();

        try (Store store = open()) {
            assertThatThrownBy(() -> store.users().find("bob")).hasMessageContaining("Bob");
            assertThat(store.users().find("alice")).isPresent();
            assertThat(store.damage()).singleElement().asString().contains("Bob");
            assertThat(store.changes()
                            .newest(Set.of(Kind.USERS), 1)
                            .getFirst()
                            .deed()
                            .lines())
                    .containsExactly("! user Bob: did not verify, stays refused");
            store.userChanges().remove("bob", CLIENTS);
            assertThat(store.damage()).isEmpty();
        }
    }

    @Test
    void findsNamesThatAnOlderProgramKeptDecomposed() {
        change(
                "INSERT INTO local_group (name_key, name) VALUES ('bu\u0308ro', 'Bu\u0308ro')",
                "INSERT INTO local_member (user_id, group_key) SELECT id, 'bu\u0308ro' FROM local_user WHERE name = 'alice'",
                "INSERT INTO local_user (id, name_key, name, enabled, dial_in, password_kind, password)"
                        + " VALUES ('id-j', 'ju\u0308rgen', 'Ju\u0308rgen', 1, 'ABSENT', 'HASHED', x'00')");

        assertThat(Store.upgrade(settings)).isTrue();

        assertThat(Store.upgrade(settings)).isFalse();
        try (Store store = open()) {
            assertThat(store.users().find("alice").orElseThrow().groups()).contains("Bu\u0308ro");
            assertThat(store.userChanges().addGroup("b\u00fcro", CLIENTS)).isFalse();
            assertThatThrownBy(() -> store.users().find("j\u00fcrgen")).hasMessageContaining("Ju\u0308rgen (id-j)");
            assertThat(store.userChanges().remove("j\u00fcrgen", CLIENTS)).isTrue();
            assertThat(store.userChanges().removeGroup("B\u00fcro", CLIENTS)).isTrue();
            assertThat(store.users().find("alice").orElseThrow().groups()).doesNotContain("Bu\u0308ro");
            assertThat(store.damage()).isEmpty();
        }
    }

    @Test
    void refusesTwoNamesThatAreOneByNowAndChangesNothing() throws IOException {
        change(
                "INSERT INTO local_group (name_key, name) VALUES ('b\u00fcro', 'B\u00fcro')",
                "INSERT INTO local_group (name_key, name) VALUES ('bu\u0308ro', 'Bu\u0308ro')");

        assertThatThrownBy(() -> Store.upgrade(settings))
                .isInstanceOf(StoreVersionMismatch.class)
                .hasMessageContaining("the groups")
                .hasMessageContaining("are spelled alike");

        change("DELETE FROM local_group WHERE name_key = 'bu\u0308ro'");
        assertThat(Store.upgrade(settings)).isTrue();
    }

    @Test
    void refusesTwoClientsThatAreOneByNow() {
        for (var name : List.of("b\u00fcro", "Bu\u0308ro")) {
            change("""
                    INSERT INTO radius_client (name, address, type, timeout_millis, vendor, challenge, message_authenticator, unsafe, secret)
                    SELECT 'NAME', '192.0.2.NUMBER', type, timeout_millis, vendor, challenge, message_authenticator, unsafe, secret
                    FROM radius_client WHERE name = 'vpn-01'""".replace("NAME", name).replace("NUMBER", Integer.toString(name.length())));
        }

        assertThatThrownBy(() -> Store.upgrade(settings))
                .isInstanceOf(StoreVersionMismatch.class)
                .hasMessageContaining("the clients Bu\u0308ro (192.0.2.5) and b\u00fcro (192.0.2.4) are spelled alike")
                .hasMessageContaining("Nothing was changed");

        change("DELETE FROM radius_client WHERE name LIKE '%ro'");
        assertThat(Store.upgrade(settings)).isTrue();
        assertSame();
    }

    @Test
    void refusesTwoPoliciesOrServersThatAreOneByNow() {
        change("CREATE TABLE kept AS SELECT * FROM policy_revision");
        for (var list : List.of(
                "connection-request-policies: [{name: b\u00fcro}, {name: Bu\u0308ro}]",
                "network-policies: [{name: b\u00fcro}, {name: Bu\u0308ro}]",
                "remote-server-groups: [{name: b\u00fcro}, {name: Bu\u0308ro}]",
                "remote-server-groups: [{name: x, servers: [{name: b\u00fcro}, {name: Bu\u0308ro}]}]")) {
            change("UPDATE policy_revision SET document = '" + list + "' WHERE number = 2");

            assertThatThrownBy(() -> Store.upgrade(settings))
                    .isInstanceOf(StoreVersionMismatch.class)
                    .hasMessageContaining("in the policies, names are spelled alike")
                    .hasMessageContaining("revision 2:1:")
                    .hasMessageContaining("Bu\u0308ro");
        }
        change(
                "UPDATE policy_revision SET document = (SELECT document FROM kept WHERE kept.number = 2) WHERE number = 2");
        change("DROP TABLE kept");
        assertThat(Store.upgrade(settings)).isTrue();
        assertSame();
    }

    private void change(String... statements) {
        Jdbi.create(Database.dataSource(settings.database(), TransactionMode.IMMEDIATE))
                .useHandle(handle -> List.of(statements).forEach(handle::execute));
    }

    @Test
    void doesNotSealWhatWasSealedBefore() {
        Store.upgrade(settings);
        Jdbi.create(Database.dataSource(settings.database(), TransactionMode.IMMEDIATE))
                .useHandle(handle -> handle.execute("UPDATE store_state SET row_key = NULL"));

        assertThatThrownBy(() -> Store.upgrade(settings))
                .isInstanceOf(StoreDamaged.class)
                .hasMessageContaining("row_key");
        assertThatThrownBy(this::open).isInstanceOf(StoreDamaged.class).hasMessageContaining("row_key");
    }

    private Store open() {
        return Store.open(settings, new StoreFixture.SettableClock());
    }

    private void assertSame() {
        try (Store store = open()) {
            assertThat(store.damage()).isEmpty();
            assertThat(store.users().list())
                    .extracting(LocalUser::name, LocalUser::enabled, LocalUser::dialIn, LocalUser::groups)
                    .containsExactly(
                            tuple("alice", true, DialIn.ABSENT, Set.of("VPN Users", "Staff")),
                            tuple("Bob", false, DialIn.DENY, Set.of("VPN Users")),
                            tuple("carol", true, DialIn.ABSENT, Set.of()));
            assertThat(store.users().find("bob").orElseThrow().password())
                    .isEqualTo(new Reversible(Secret.ofText("password of bob")));
            String alice = "local:" + store.users().find("alice").orElseThrow().id();
            assertThat(store.records().of("totp").list(alice))
                    .singleElement()
                    .extracting(Versioned::userId)
                    .isEqualTo(alice);
            assertThat(store.administered().read().newest().orElseThrow().comment())
                    .isEqualTo("people");
            assertThat(store.clients().list())
                    .extracting(RadiusClient::name)
                    .containsExactly("rdgw-01", "vpn-01", "vpn-02");
            assertThat(store.changes().newest(Set.of(), 10))
                    .extracting(Change::revision)
                    .containsExactly(Optional.of(2L), Optional.of(1L));
            assertThat(store.changes().audited()).isEqualTo(2);
            store.changes().note(CLIENTS, Optional.empty());
            assertThat(store.damage()).isEmpty();
        }
    }
}
