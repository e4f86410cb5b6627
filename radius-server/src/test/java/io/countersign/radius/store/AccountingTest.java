package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.accounting.AccountingRecord;
import io.countersign.radius.accounting.AccountingRecord.Usage;
import io.countersign.radius.accounting.AccountingStatus;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.accounting.AccountingUnavailable;
import io.countersign.radius.accounting.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountingTest {
    private StoreFixture fixture;
    private AccountingStore accounting;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        accounting = fixture.store.accounting();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void followsASessionFromStartToStop() {
        append(start("s1", 0));
        assertThat(open()).singleElement().satisfies(session -> {
            assertThat(session.started()).isEqualTo(NOON);
            assertThat(session.userName()).hasValue("CONTOSO\\alice");
        });

        append(interim("s1", 600, 600, 1000));
        assertThat(open().getFirst().usage()).isEqualTo(new Usage(Duration.ofMinutes(10), 1000, 2000));

        append(stop("s1", 900, 900, 5L << 32));
        assertThat(open()).isEmpty();
        assertThat(all()).singleElement().satisfies(session -> {
            assertThat(session.stopped()).hasValue(NOON.plusSeconds(900));
            assertThat(session.usage().octetsIn()).isEqualTo(5L << 32);
            assertThat(session.terminateCause()).hasValue("User-Request");
        });
    }

    @Test
    void keepsARecordOnceThoughItComesAgainWithALongerDelay() {
        assertThat(append(start("s1", 0))).isEqualTo(1);
        assertThat(append(received(start("s1", 0), 20))).isZero();
        assertThat(append(interim("s1", 600, 600, 1000))).isEqualTo(1);
        assertThat(append(received(interim("s1", 600, 600, 1000), 610))).isZero();
        assertThat(append(interim("s1", 1200, 1200, 1000)))
                .as("an idle user's next")
                .isEqualTo(1);
        assertThat(append(stop("s1", 1300, 1300, 1000))).isEqualTo(1);
        assertThat(append(stop("s1", 9000, 1300, 1000)))
                .as("repeated without its delay")
                .isZero();
    }

    @Test
    void keepsRepetitionsInTheSameGroupOnce() {
        assertThat(accounting.append(List.of(start("s1", 0), start("s1", 0), start("s2", 0))))
                .isEqualTo(2);
        assertThat(open()).hasSize(2);
    }

    @Test
    void tellsTheSessionsOfDifferentClientsApart() {
        assertThat(accounting.append(List.of(start("s1", 0), ofClient("vpn-02", start("s1", 0)))))
                .isEqualTo(2);
        assertThat(open()).extracting(Session::client).containsExactlyInAnyOrder("vpn-01", "vpn-02");
    }

    @Test
    void reckonsTheStartOfASessionWhoseStartNeverCame() {
        append(interim("s1", 600, 500, 1));
        assertThat(open().getFirst().started()).isEqualTo(NOON.plusSeconds(100));
    }

    @Test
    void isNotConfusedByAStopThatOvertakesItsStart() {
        append(stop("s1", 900, 900, 7));
        append(start("s1", 0));

        assertThat(all()).singleElement().satisfies(session -> {
            assertThat(session.started()).isEqualTo(NOON);
            assertThat(session.stopped()).hasValue(NOON.plusSeconds(900));
        });
    }

    @Test
    void beginsAnotherSessionWhenAClientUsesAnIdAgain() {
        append(start("s1", 0));
        append(stop("s1", 900, 900, 7));
        append(start("s1", 3600));

        assertThat(all()).hasSize(2);
        assertThat(open()).singleElement().extracting(Session::started).isEqualTo(NOON.plusSeconds(3600));
    }

    @Test
    void endsTheSessionsOfAClientThatStartsAnew() {
        accounting.append(List.of(start("s1", 0), start("s2", 10), ofClient("vpn-02", start("s1", 0))));
        append(record(AccountingStatus.ON, "", 100, 0, 0, Optional.empty()));

        assertThat(open()).extracting(Session::client).containsExactly("vpn-02");
        assertThat(all())
                .filteredOn(session -> session.stopped().isPresent())
                .allSatisfy(session -> assertThat(session.terminateCause()).hasValue("NAS-Reboot"));
    }

    @Test
    void keepsWhatNamesNoSession() {
        assertThat(append(record(AccountingStatus.OTHER, "", 0, 0, 0, Optional.empty())))
                .isEqualTo(1);
        assertThat(append(record(AccountingStatus.STOP, "", 0, 0, 0, Optional.empty())))
                .isEqualTo(1);
        assertThat(all()).isEmpty();
    }

    @Test
    void findsTheSessionsOfAUserAndOfAClient() {
        accounting.append(List.of(start("s1", 0), ofClient("vpn-02", start("s2", 5))));

        assertThat(find(Optional.of("contoso\\ALICE"), Optional.empty(), 100)).hasSize(2);
        assertThat(find(Optional.of("bob"), Optional.empty(), 100)).isEmpty();
        assertThat(find(Optional.empty(), Optional.of("vpn-02"), 100))
                .extracting(Session::id)
                .containsExactly("s2");
        assertThat(find(Optional.empty(), Optional.empty(), 1))
                .extracting(Session::id)
                .containsExactly("s2");
    }

    @Test
    void removesWhatIsOlderButNoSessionThatGoesOn() {
        accounting.append(List.of(start("gone", 0), stop("gone", 60, 60, 1), start("long", 0)));

        assertThat(accounting.removeBefore(NOON.plusSeconds(3600))).isEqualTo(3);
        assertThat(all()).extracting(Session::id).containsExactly("long");
    }

    @Test
    void saysWhyItCannotBeUsed() {
        fixture.tamper("DROP TABLE accounting_record");

        assertThatThrownBy(() -> append(start("s1", 0)))
                .isInstanceOf(AccountingUnavailable.class)
                .hasMessageContaining("countersign.db");
        assertThat(open()).isEmpty();
    }

    private int append(AccountingRecord record) {
        return accounting.append(List.of(record));
    }

    private List<Session> open() {
        return accounting.sessions(new AccountingStore.Wanted(false, Optional.empty(), Optional.empty(), 100));
    }

    private List<Session> all() {
        return find(Optional.empty(), Optional.empty(), 100);
    }

    private List<Session> find(Optional<String> user, Optional<String> client, int most) {
        return accounting.sessions(new AccountingStore.Wanted(true, user, client, most));
    }

    private static AccountingRecord start(String session, long at) {
        return record(AccountingStatus.START, session, at, 0, 0, Optional.empty());
    }

    private static AccountingRecord interim(String session, long at, long seconds, long octets) {
        return record(AccountingStatus.INTERIM, session, at, seconds, octets, Optional.empty());
    }

    private static AccountingRecord stop(String session, long at, long seconds, long octets) {
        return record(AccountingStatus.STOP, session, at, seconds, octets, Optional.of("User-Request"));
    }

    private static AccountingRecord record(
            AccountingStatus status, String session, long at, long seconds, long octets, Optional<String> cause) {
        return new AccountingRecord(
                NOON.plusSeconds(at),
                NOON.plusSeconds(at),
                "vpn-01",
                "192.0.2.1",
                session,
                status,
                Optional.of("CONTOSO\\alice"),
                Optional.of("198.51.100.7"),
                Optional.of("10.0.0.5"),
                new Usage(Duration.ofSeconds(seconds), octets, octets * 2),
                cause,
                "User-Name = \"CONTOSO\\\\alice\"");
    }

    /** The same event, received so many seconds after noon. */
    private static AccountingRecord received(AccountingRecord record, long at) {
        return copy(record, record.client(), NOON.plusSeconds(at).toEpochMilli());
    }

    private static AccountingRecord ofClient(String client, AccountingRecord record) {
        return copy(record, client, record.receivedAt().toEpochMilli());
    }

    private static AccountingRecord copy(AccountingRecord record, String client, long receivedAt) {
        return new AccountingRecord(
                Instant.ofEpochMilli(receivedAt),
                record.eventAt(),
                client,
                record.nas(),
                record.session(),
                record.status(),
                record.userName(),
                record.callingStation(),
                record.address(),
                record.usage(),
                record.terminateCause(),
                record.attributes());
    }
}
