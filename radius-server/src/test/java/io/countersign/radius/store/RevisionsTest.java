package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static io.countersign.radius.store.StoreFixture.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.access.PolicyRevisions;
import io.countersign.radius.access.PolicyRevisions.Revision;
import io.countersign.radius.exchange.RadiusClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevisionsTest {
    private StoreFixture fixture;
    private PolicyRevisions revisions;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        revisions = fixture.store.revisions();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Optional<Long> append(long predecessor, String text) {
        return revisions.append(predecessor, "root", "c" + predecessor, Optional.of(text), Optional.empty());
    }

    private void appendThree() {
        append(0, "one");
        append(1, "two");
        append(2, "three");
    }

    @Test
    void startsWithoutARevision() {
        assertThat(revisions.newest()).isEmpty();
        assertThat(revisions.history()).isEmpty();
        assertThat(revisions.find(1)).isEmpty();
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void numbersRevisionsWithoutGaps() {
        assertThat(append(0, "one")).contains(1L);
        assertThat(append(1, "two")).contains(2L);
        assertThat(revisions.newest()).contains(new Revision(2, NOON, "root", "c1", "two"));
        assertThat(revisions.find(1)).map(Revision::text).contains("one");
        assertThat(revisions.find(3)).isEmpty();
        assertThat(revisions.find(0)).isEmpty();
        assertThat(revisions.history()).extracting(Revision::text).containsExactly("two", "one");
    }

    @Test
    void doesNothingForAnAuthorWhoHasNotSeenTheNewest() {
        append(0, "one");
        List<RadiusClient> clients = List.of(client("gw", "10.0.0.0", "s"));
        assertThat(revisions.append(0, "root", "late", Optional.of("two"), Optional.of(clients)))
                .isEmpty();
        assertThat(append(7, "two")).isEmpty();
        assertThat(revisions.newest()).map(Revision::text).contains("one");
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void replacesTheClientsInTheSameStep() {
        append(0, "one");
        List<RadiusClient> clients =
                List.of(client("a-vpn", "2001:db8:0:0:0:0:0:0", "s2"), client("gw", "10.0.0.0", "s1"));
        assertThat(revisions.append(1, "root", "", Optional.empty(), Optional.of(clients.reversed())))
                .contains(1L);
        assertThat(fixture.store.clients().list()).isEqualTo(clients);
        assertThat(revisions.append(1, "root", "", Optional.of("two"), Optional.of(List.of())))
                .contains(2L);
        assertThat(fixture.store.clients().list()).isEmpty();
    }

    @Test
    void leavesTheClientsAloneWhenNoneAreGiven() {
        revisions.append(0, "root", "", Optional.of("one"), Optional.of(List.of(client("gw", "10.0.0.0", "s1"))));
        append(1, "two");
        assertThat(fixture.store.clients().list()).hasSize(1);
    }

    @Test
    void keepsTheOldClientsWhenTheNewOnesCannotBeWritten() {
        revisions.append(0, "root", "", Optional.of("one"), Optional.of(List.of(client("gw", "10.0.0.0", "s1"))));
        List<RadiusClient> twice = List.of(client("x", "10.0.1.0", "s"), client("x", "10.0.2.0", "s"));
        assertThatThrownBy(() -> revisions.append(1, "root", "", Optional.of("two"), Optional.of(twice)))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(fixture.store.clients().list())
                .extracting(RadiusClient::name)
                .containsExactly("gw");
        assertThat(revisions.newest()).map(Revision::number).contains(1L);
    }

    @Test
    void oneOfManyRacersAppends() throws Exception {
        assertThat(StoreFixture.race(20, () -> append(0, "x")).filter(Optional::isPresent))
                .hasSize(1);
        assertThat(revisions.history()).hasSize(1);
    }

    @Test
    void twoProcessesSeeEachOthersRevisionsByTheChangeMark() {
        long before = fixture.store.marks().policies();
        try (Store other = fixture.open()) {
            other.revisions().append(0, "root", "", Optional.of("one"), Optional.empty());
            assertThat(fixture.store.marks().policies()).isGreaterThan(before);
            assertThat(append(0, "mine")).isEmpty();
            assertThat(append(1, "mine")).contains(2L);
            assertThat(other.marks().policies()).isEqualTo(fixture.store.marks().policies());
            assertThat(other.revisions().newest()).map(Revision::text).contains("mine");
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
                "UPDATE policy_revision SET tag = (SELECT tag FROM policy_revision WHERE number = 2) WHERE number = 3",
                "DELETE FROM policy_revision WHERE number = 2",
                "DELETE FROM policy_revision WHERE number = 3",
                "DELETE FROM policy_revision",
                "UPDATE policy_revision SET number = 4 WHERE number = 3",
                "INSERT INTO policy_revision SELECT 4, created_at, author, comment, document, tag FROM policy_revision"
                        + " WHERE number = 1",
            })
    void doesNotReadOrExtendATamperedChain(String change) {
        appendThree();
        fixture.tamper(change);
        assertThatThrownBy(() -> revisions.newest()).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(() -> revisions.history()).isInstanceOf(StoreDamaged.class);
        assertThatThrownBy(() -> append(3, "four")).isInstanceOf(StoreDamaged.class);
    }

    @Test
    void doesNotReadRevisionsInAnotherOrder() {
        appendThree();
        fixture.tamper("UPDATE policy_revision SET number = -number WHERE number > 1");
        fixture.tamper("UPDATE policy_revision SET number = 5 + number WHERE number < 0");
        assertThatThrownBy(() -> revisions.newest()).isInstanceOf(StoreDamaged.class);
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
            })
    void doesNotReadAClientThatWasChangedPastTheStore(String change) {
        List<RadiusClient> clients = List.of(client("gw", "10.0.0.0", "s1"), client("vpn", "10.0.1.0", "s2"));
        revisions.append(0, "root", "", Optional.of("one"), Optional.of(clients));
        fixture.tamper("UPDATE radius_client SET " + change + " WHERE name = 'gw'");
        assertThatThrownBy(() -> fixture.store.clients().list()).isInstanceOf(StoreDamaged.class);
    }
}
