package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.CLIENTS;
import static io.countersign.radius.store.StoreFixture.NOON;
import static io.countersign.radius.store.StoreFixture.POLICIES;
import static io.countersign.radius.store.StoreFixture.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.access.Administered;
import io.countersign.radius.access.Administered.Next;
import io.countersign.radius.access.Administered.Revision;
import io.countersign.radius.access.Administered.Salvaged;
import io.countersign.radius.access.Administered.State;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevisionsTest {
    private StoreFixture fixture;
    private Administered revisions;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        revisions = fixture.store.administered();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** As an author does who has seen a revision. */
    private Optional<Long> append(long predecessor, String text) {
        return append(seen(predecessor), Optional.of(text), Optional.empty());
    }

    private Optional<Long> append(State seen, Optional<String> text, Optional<List<RadiusClient>> clients) {
        return switch (revisions.write(seen, new Next(text, clients, Optional.empty()), POLICIES)) {
            case Written.Done(long revision, long _) -> Optional.of(revision);
            case Written.Overtaken _ -> Optional.empty();
        };
    }

    private State seen(long predecessor) {
        State now = revisions.read();
        return now.revision() == predecessor ? now : new State(-1, Optional.empty(), List.of(), Map.of());
    }

    private void appendThree() {
        append(0, "one");
        append(1, "two");
        append(2, "three");
    }

    @Test
    void startsWithoutARevision() {
        assertThat(revisions.read().newest()).isEmpty();
        assertThat(revisions.history()).isEmpty();
        assertThat(revisions.find(1)).isEmpty();
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void numbersRevisionsWithoutGaps() {
        assertThat(append(0, "one")).contains(1L);
        assertThat(append(1, "two")).contains(2L);
        assertThat(revisions.read().newest()).contains(new Revision(2, NOON, "root", "why not", "two", 1));
        assertThat(revisions.find(1)).map(Revision::text).contains("one");
        assertThat(revisions.find(3)).isEmpty();
        assertThat(revisions.find(0)).isEmpty();
        assertThat(revisions.history()).extracting(Revision::text).containsExactly("two", "one");
    }

    @Test
    void doesNothingForAnAuthorWhoHasNotSeenTheNewest() {
        append(0, "one");
        List<RadiusClient> clients = List.of(client("gw", "10.0.0.0", "s"));
        assertThat(append(seen(0), Optional.of("two"), Optional.of(clients))).isEmpty();
        assertThat(append(7, "two")).isEmpty();
        assertThat(revisions.read().newest()).map(Revision::text).contains("one");
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void replacesTheClientsInTheSameStep() {
        append(0, "one");
        List<RadiusClient> clients =
                List.of(client("a-vpn", "2001:db8:0:0:0:0:0:0", "s2"), client("gw", "10.0.0.0", "s1"));
        assertThat(append(seen(1), Optional.empty(), Optional.of(clients.reversed())))
                .contains(1L);
        assertThat(fixture.store.clients().list()).isEqualTo(clients);
        assertThat(append(seen(1), Optional.of("two"), Optional.of(List.of()))).contains(2L);
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void leavesTheClientsAloneWhenNoneAreGiven() {
        append(seen(0), Optional.of("one"), Optional.of(List.of(client("gw", "10.0.0.0", "s1"))));
        append(1, "two");
        assertThat(fixture.store.clients().list()).hasSize(1);
    }

    @Test
    void keepsTheOldClientsWhenTheNewOnesCannotBeWritten() {
        append(seen(0), Optional.of("one"), Optional.of(List.of(client("gw", "10.0.0.0", "s1"))));
        List<RadiusClient> twice = List.of(client("x", "10.0.1.0", "s"), client("x", "10.0.2.0", "s"));
        assertThatThrownBy(() -> append(seen(1), Optional.of("two"), Optional.of(twice)))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(fixture.store.clients().list())
                .extracting(RadiusClient::name)
                .containsExactly("gw");
        assertThat(revisions.read().newest()).map(Revision::number).contains(1L);
    }

    @Test
    void oneOfManyRacersAppends() throws Exception {
        State seen = seen(0);
        assertThat(StoreFixture.race(20, () -> append(seen, Optional.of("x"), Optional.empty()))
                        .filter(Optional::isPresent))
                .hasSize(1);
        assertThat(revisions.history()).hasSize(1);
    }

    @Test
    void twoProcessesSeeEachOthersRevisionsByTheChangeMark() {
        long before = fixture.store.marks().policies();
        try (Store other = fixture.open()) {
            Next next = new Next(Optional.of("one"), Optional.empty(), Optional.empty());
            other.administered().write(other.administered().read(), next, POLICIES);
            assertThat(fixture.store.marks().policies()).isGreaterThan(before);
            assertThat(append(0, "mine")).isEmpty();
            assertThat(append(1, "mine")).contains(2L);
            assertThat(other.marks().policies()).isEqualTo(fixture.store.marks().policies());
            assertThat(other.administered().read().newest()).map(Revision::text).contains("mine");
        }
    }

    @Test
    void aLookUpDoesNotMoveTheChangeMark() {
        appendThree();
        long before = fixture.store.marks().policies();
        revisions.history();
        append(0, "conflict");
        assertThat(fixture.store.marks().policies()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE policy_revision SET document = 'mfa: none' WHERE number = 3",
                "UPDATE policy_revision SET author = 'somebody' WHERE number = 3",
                "UPDATE policy_revision SET comment = 'x' WHERE number = 3",
                "UPDATE policy_revision SET created_at = 1 WHERE number = 3",
                "UPDATE policy_revision SET grammar = 2 WHERE number = 3",
                "UPDATE policy_revision SET tag = (SELECT tag FROM policy_revision WHERE number = 2) WHERE number = 3",
                "DELETE FROM policy_revision WHERE number = 2",
                "DELETE FROM policy_revision WHERE number = 3",
                "DELETE FROM policy_revision",
                "UPDATE policy_revision SET number = 4 WHERE number = 3",
                "INSERT INTO policy_revision SELECT 4, created_at, author, comment, document, tag, grammar FROM policy_revision"
                        + " WHERE number = 1",
            })
    void doesNotReadOrExtendATamperedChain(String change) {
        appendThree();
        State before = revisions.read();
        fixture.tamper(change);
        assertThatThrownBy(() -> revisions.read().newest()).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(() -> revisions.history()).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(() -> append(before, Optional.of("four"), Optional.empty()))
                .isInstanceOf(StoreDamaged.class);
    }

    @Test
    void doesNotReadRevisionsInAnotherOrder() {
        appendThree();
        fixture.tamper("UPDATE policy_revision SET number = -number WHERE number > 1");
        fixture.tamper("UPDATE policy_revision SET number = 5 + number WHERE number < 0");
        assertThatThrownBy(() -> revisions.read().newest()).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(() -> revisions.find(2)).isInstanceOf(StoreDamaged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret = (SELECT secret FROM radius_client WHERE name = 'vpn')",
                "address = '192.0.2.0/24'",
                "message_authenticator = 'REQUIRE'",
                "unsafe = ''",
                "type = 'NONSENSE'",
                "address = 'nonsense'",
                "name = 'other'",
            })
    void doesNotReadAClientThatWasChangedPastTheStore(String change) {
        List<RadiusClient> clients = List.of(client("gw", "10.0.0.0", "s1"), client("vpn", "10.0.1.0", "s2"));
        append(seen(0), Optional.of("one"), Optional.of(clients));
        fixture.tamper("UPDATE radius_client SET " + change + " WHERE name = 'gw'");
        assertThatThrownBy(() -> fixture.store.clients().list()).isInstanceOf(StoreDamaged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM radius_client WHERE name = 'gw'",
                "INSERT INTO radius_client SELECT * FROM away",
                "UPDATE radius_client SET secret = (SELECT secret FROM old) WHERE name = 'gw'",
            })
    void doesNotReadClientsOfWhichOneWasTakenAwayOrPutBack(String change) {
        RadiusClient gone = client("gone", "10.0.2.0", "s3");
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "leaked"), gone));
        fixture.tamper("CREATE TABLE away AS SELECT * FROM radius_client WHERE name = 'gone'");
        fixture.tamper("CREATE TABLE old AS SELECT * FROM radius_client WHERE name = 'gw'");
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "rotated")));
        fixture.tamper(change);
        assertThatThrownBy(() -> fixture.store.clients().list()).isInstanceOf(StoreDamaged.class);
    }

    @Test
    void anAuthorWhoHasNotSeenAChangeOfTheClientsWritesNothing() {
        fixture.replaceClients(List.of(client("vpn-01", "10.0.1.0", "leaked"), client("vpn-02", "10.0.2.0", "s")));
        State seen = revisions.read();
        List<RadiusClient> mine = new ArrayList<>(seen.clients());
        mine.add(client("vpn-03", "10.0.3.0", "s"));
        fixture.replaceClients(List.of(client("vpn-01", "10.0.1.0", "rotated")));

        Next next = new Next(Optional.empty(), Optional.of(mine), Optional.empty());
        assertThat(revisions.write(seen, next, CLIENTS))
                .isInstanceOfSatisfying(
                        Written.Overtaken.class,
                        overtaken -> assertThat(overtaken.by()).map(Change::who).contains("root by a test at " + NOON));
        assertThat(fixture.store.clients().list()).containsExactly(client("vpn-01", "10.0.1.0", "rotated"));
    }

    @Test
    void readsRevisionAndClientsOfOneMoment() throws Exception {
        fixture.replaceClients(List.of(client("0", "10.0.0.0", "s")));
        append(0, "0");
        var writing = Thread.ofPlatform().name("writing").start(() -> {
            for (int i = 1; i <= 20; i++) {
                var clients = List.of(client(Integer.toString(i), "10.0.0.0", "s"));
                append(revisions.read(), Optional.of(Integer.toString(i)), Optional.of(clients));
            }
        });
        while (writing.isAlive()) {
            State now = revisions.read();
            assertThat(now.newest().orElseThrow().text())
                    .isEqualTo(now.clients().getFirst().name());
        }
        writing.join();
    }

    @Test
    void bringsARemovedClientBackForThirtyDays() {
        RadiusClient gone = client("Gone", "10.0.2.0", "its secret");
        fixture.replaceClients(List.of(gone, client("gw", "10.0.0.0", "s")));
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "s")));
        assertThat(revisions.removed()).singleElement().satisfies(removed -> {
            assertThat(removed.secret()).isEqualTo(gone.secret());
            assertThat(removed.definition().address())
                    .isEqualTo(gone.definition().address());
            assertThat(removed.until()).isEqualTo(NOON.plus(Duration.ofDays(30)));
        });
        fixture.clock.pass(Duration.ofDays(30));
        assertThat(revisions.removed()).isEmpty();
        fixture.store.removeOld();
        assertThat(fixture.tamper("DELETE FROM removed_client")).isZero();
    }

    @Test
    void keepsNoRemovedClientLongerThanItsSealSaysAndTheOthersAsLongAsTheirs() {
        fixture.replaceClients(List.of(client("gone", "10.0.2.0", "s"), client("other", "10.0.3.0", "t")));
        fixture.replaceClients(List.of());
        fixture.tamper("UPDATE removed_client SET removed_at = removed_at + 86400000 WHERE name = 'gone'");

        assertThat(revisions.removed())
                .extracting(removed -> removed.definition().name())
                .containsExactly("other");
        assertThat(fixture.store.damage()).singleElement().asString().contains("gone");

        fixture.store.sealAnew(Author.PROGRAM);
        assertThat(fixture.store.damage()).isEmpty();
        assertThat(revisions.removed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE radius_client SET timeout_millis = 1 WHERE name = 'gw'",
                "UPDATE radius_client SET type = 'NONE' WHERE name = 'gw'",
                "DELETE FROM radius_client",
                "UPDATE store_state SET clients_tag = x'00'",
            })
    void clientsThatDoNotVerifyCanBeReplacedWhole(String tampering) {
        append(seen(0), Optional.of("one"), Optional.of(List.of(client("gw", "10.0.0.0", "s1"))));
        fixture.tamper(tampering);
        assertThatThrownBy(() -> revisions.read()).isInstanceOf(StoreDamaged.class);

        Salvaged salvaged = revisions.salvage();
        assertThat(salvaged.lost()).containsOnlyKeys(Kind.CLIENTS);
        assertThat(salvaged.state().clients()).isEmpty();
        List<RadiusClient> anew = List.of(client("gw", "10.0.0.0", "s2"));
        assertThat(append(salvaged.state(), Optional.empty(), Optional.of(anew)))
                .contains(1L);

        assertThat(revisions.read().clients()).isEqualTo(anew);
        assertThat(fixture.store.damage()).isEmpty();
    }

    @Test
    void remoteSecretsThatDoNotVerifyCanBeReplacedWhole() {
        Map<RemoteServerId, Secret> secrets = Map.of(new RemoteServerId("g", "s"), Secret.ofText("old"));
        Next next = new Next(Optional.of("one"), Optional.empty(), Optional.of(secrets));
        revisions.write(revisions.read(), next, POLICIES);
        fixture.tamper("DELETE FROM remote_server_secret");
        assertThat(fixture.store.damage()).hasSize(1);

        Salvaged salvaged = revisions.salvage();
        assertThat(salvaged.lost()).containsOnlyKeys(Kind.SERVERS);
        revisions.write(salvaged.state(), next, POLICIES);

        assertThat(revisions.read().serverSecrets()).isEqualTo(secrets);
        assertThat(fixture.store.damage()).isEmpty();
    }

    @Test
    void whatAServerHasLearntIsNobodysChange() {
        append(0, "one");
        fixture.store
                .changes()
                .note(new Deed(Set.of(Kind.CLIENTS), Author.SERVER, List.of("~ learnt"), List.of()), Optional.empty());

        assertThat(revisions.write(
                        new State(-1, Optional.empty(), List.of(), Map.of()),
                        new Next(Optional.of("two"), Optional.empty(), Optional.empty()),
                        POLICIES))
                .isInstanceOfSatisfying(
                        Written.Overtaken.class,
                        overtaken ->
                                assertThat(overtaken.by()).map(Change::number).contains(1L));
    }

    @Test
    void forgetsTheOldSecretOfAClientThatIsThereAgain() {
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "leaked")));
        fixture.replaceClients(List.of());
        fixture.replaceClients(List.of(client("GW", "10.0.0.0", "another")));
        assertThat(revisions.removed()).isEmpty();
    }

    @Test
    void oneRotatedSecretIsNotAmongTheRemoved() {
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "leaked")));
        fixture.replaceClients(List.of(client("gw", "10.0.0.0", "rotated")));
        assertThat(revisions.removed()).isEmpty();
    }
}
