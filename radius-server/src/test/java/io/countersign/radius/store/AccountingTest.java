package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.radius.accounting.AccountingRecord;
import io.countersign.radius.accounting.AccountingRecord.Usage;
import io.countersign.radius.accounting.AccountingStatus;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.accounting.AccountingUnavailable;
import io.countersign.radius.accounting.Session;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountingTest {
    private static final Set<AccountingStatus> SESSIONS =
            Set.of(AccountingStatus.START, AccountingStatus.INTERIM, AccountingStatus.STOP);

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
    void keepsAStopOnceThoughItIsRepeatedForHours() {
        append(start("s1", 0));
        append(stop("s1", 900, 900, 1000));
        for (int minutes = 1; minutes < 600; minutes += 7) {
            long at = 900 + minutes * 60L;
            assertThat(append(received(stop("s1", 900 + minutes % 3, 900, 1000), at)))
                    .as("with its delay, to the second or nearly")
                    .isZero();
            assertThat(append(stop("s1", at, 900, 1000))).as("without").isZero();
        }
        assertThat(all())
                .singleElement()
                .satisfies(session -> assertThat(session.stopped()).hasValue(NOON.plusSeconds(900)));
    }

    @Test
    void keepsRecordsThatDifferInAnythingTheySay() {
        assertThat(append(start("", 0))).isEqualTo(1);
        assertThat(append(saying("bob", start("", 60))))
                .as("somebody else's, of a client that names no sessions")
                .isEqualTo(1);
        assertThat(append(saying("Framed-IP-Address", interim("s1", 100, 0, 0))))
                .isEqualTo(1);
        assertThat(append(saying("Framed-IPv6-Prefix", interim("s1", 101, 0, 0))))
                .isEqualTo(1);
        assertThat(append(saying("Tunnel-Start", record(AccountingStatus.OTHER, "s1", 200, 0, 0, Optional.empty()))))
                .isEqualTo(1);
        assertThat(append(saying("Tunnel-Stop", record(AccountingStatus.OTHER, "s1", 201, 0, 0, Optional.empty()))))
                .isEqualTo(1);
        assertThat(append(received(saying("Framed-IPv6-Prefix", interim("s1", 101, 0, 0)), 300)))
                .isZero();
    }

    @Test
    void keepsBothStopsWithoutASession() {
        assertThat(append(stop("", 0, 0, 0))).isEqualTo(1);
        assertThat(append(stop("", 3600, 0, 0))).isEqualTo(1);
    }

    @Test
    void endsASessionWhoseIdIsUsedAgainThoughItsStopSaysTheSame() {
        append(start("s1", 0));
        append(stop("s1", 60, 60, 7));
        append(start("s1", 3600));

        assertThat(append(stop("s1", 3660, 60, 7))).isEqualTo(1);
        assertThat(all())
                .extracting(session -> session.stopped().orElseThrow())
                .containsExactly(NOON.plusSeconds(3660), NOON.plusSeconds(60));
        assertThat(append(received(stop("s1", 61, 60, 7), 4000)))
                .as("the first one's, with its delay")
                .isZero();
        assertThat(append(stop("s1", 4000, 60, 7)))
                .as("the second one's, without")
                .isZero();
    }

    @Test
    void leavesASessionOpenWhileTheStopOfTheOneBeforeIsRepeated() {
        append(start("s1", 0));
        append(stop("s1", 60, 60, 7));
        append(start("s1", 3600));

        assertThat(append(received(stop("s1", 60, 60, 7), 3700))).isZero();
        assertThat(append(received(saying("late", stop("s1", 60, 60, 7)), 3700)))
                .isEqualTo(1);
        assertThat(open()).singleElement().extracting(Session::started).isEqualTo(NOON.plusSeconds(3600));
    }

    @Test
    void aRepeatedStopEndsASessionThatALateRecordSeemedToCarryOn() {
        append(start("s1", 0));
        append(stop("s1", 60, 60, 7));
        append(interim("s1", 600, 545, 8));
        assertThat(open()).singleElement().extracting(Session::terminateCause).isEqualTo(Optional.empty());

        assertThat(append(stop("s1", 700, 60, 7))).isZero();
        assertThat(open()).isEmpty();
        assertThat(all().getFirst().stopped()).hasValue(NOON.plusSeconds(60));
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
    void endsTheSessionsThatBeganBeforeAClientStartedOnceMore() {
        append(restart(AccountingStatus.ON, 0));
        append(start("s1", 30));

        assertThat(append(restart(AccountingStatus.ON, 120))).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    @Test
    void keepsOnceThatAClientHasStartedAndLeavesTheSessionsSince() {
        append(restart(AccountingStatus.ON, 0));
        assertThat(append(restart(AccountingStatus.ON, 60)))
                .as("without its delay")
                .isZero();
        append(start("s1", 100));

        assertThat(append(received(restart(AccountingStatus.ON, 0), 120))).isZero();
        assertThat(append(received(restart(AccountingStatus.ON, 1), 130))).isZero();
        assertThat(open()).hasSize(1);
    }

    @Test
    void keepsEachTimeThatAClientStopsAndStarts() {
        assertThat(append(restart(AccountingStatus.ON, 0))).isEqualTo(1);
        assertThat(append(restart(AccountingStatus.OFF, 60))).isEqualTo(1);
        assertThat(append(restart(AccountingStatus.ON, 120))).isEqualTo(1);
        assertThat(append(restart(AccountingStatus.OFF, 180))).isEqualTo(1);
    }

    @Test
    void beginsAnotherSessionWhenAClientCountsAnew() {
        append(start("s1", 0));
        append(restart(AccountingStatus.ON, 100));

        assertThat(append(start("s1", 150))).isEqualTo(1);
        assertThat(open()).singleElement().extracting(Session::started).isEqualTo(NOON.plusSeconds(150));
        assertThat(all()).hasSize(2);
    }

    @Test
    void keepsTheSessionsOfDifferentUsersUnderOneIdApart() {
        append(start("s1", 0));
        append(interim("s1", 1000, 1000, 111));
        append(by("bob", start("s1", 1000)));
        append(by("bob", interim("s1", 1060, 60, 7)));

        assertThat(open())
                .extracting(session -> session.userName().orElseThrow(), Session::started, Session::usage)
                .containsExactly(
                        tuple("bob", NOON.plusSeconds(1000), new Usage(Duration.ofSeconds(60), 7, 14)),
                        tuple("CONTOSO\\alice", NOON, new Usage(Duration.ofSeconds(1000), 111, 222)));
    }

    @Test
    void keepsTheSessionsThatBeganInOneSecondUnderOneIdApart() {
        accounting.append(List.of(
                at("1", start("s1", 0)), at("2", start("s1", 0)), by("bob", at("3", start("s1", 0)))));
        assertThat(append(at("1", stop("s1", 60, 60, 5)))).isEqualTo(1);

        assertThat(open()).extracting(session -> session.port().orElseThrow()).containsExactly("3", "2");
        assertThat(append(at("1", stop("s1", 70, 60, 5))))
                .as("repeated, while others began at the same time")
                .isZero();
    }

    @Test
    void leavesASessionAloneWhenAnotherUserAtAnotherPortStops() {
        append(at("1", start("s1", 0)));
        append(by("bob", at("2", stop("s1", 100, 50, 9))));

        assertThat(open()).singleElement().satisfies(session -> {
            assertThat(session.userName()).hasValue("CONTOSO\\alice");
            assertThat(session.usage()).isEqualTo(Usage.NONE);
        });
        assertThat(all()).hasSize(2);
    }

    @Test
    void beginsAnotherSessionForAStartFromAnotherStation() {
        append(start("s1", 0));
        append(from("203.0.113.9", start("s1", 10)));

        assertThat(open()).hasSize(2);
        append(stop("s1", 60, 60, 5));
        assertThat(open())
                .singleElement()
                .extracting(session -> session.callingStation().orElseThrow())
                .isEqualTo("203.0.113.9");
    }

    @Test
    void followsAUserWhoMovesToAnotherStationInASession() {
        append(start("s1", 0));
        append(from("203.0.113.9[4500]", interim("s1", 600, 600, 5)));
        append(from("203.0.113.10", stop("s1", 900, 300, 9)));

        assertThat(open()).singleElement().satisfies(session -> {
            assertThat(session.callingStation()).hasValue("203.0.113.9[4500]");
            assertThat(session.usage().sessionTime()).isEqualTo(Duration.ofMinutes(10));
        });
        assertThat(all()).as("the Stop is of a session that began later").hasSize(2);
    }

    @Test
    void beginsAnotherSessionWhenAClientThatCrashedSendsAStartAgain() {
        append(start("s1", 0));
        append(interim("s1", 1000, 1000, 111));
        append(start("s1", 1200));
        append(stop("s1", 1230, 30, 5));

        assertThat(all())
                .extracting(Session::started, Session::stopped, Session::usage, Session::terminateCause)
                .containsExactly(
                        tuple(
                                NOON.plusSeconds(1200),
                                Optional.of(NOON.plusSeconds(1230)),
                                new Usage(Duration.ofSeconds(30), 5, 10),
                                Optional.of("User-Request")),
                        tuple(
                                NOON,
                                Optional.of(NOON.plusSeconds(1200)),
                                new Usage(Duration.ofSeconds(1000), 111, 222),
                                Optional.of("NAS-Reboot")));
    }

    @Test
    void beginsAnotherSessionWhenTheSameStartComesAgainThoughTheSessionHadGoneOn() {
        append(start("s1", 0));
        append(interim("s1", 100, 100, 1));

        assertThat(append(start("s1", 200))).isEqualTo(1);
        assertThat(open()).singleElement().extracting(Session::started).isEqualTo(NOON.plusSeconds(200));
        assertThat(append(received(start("s1", 0), 300)))
                .as("the first, with its delay")
                .isZero();
        assertThat(append(start("s1", 210))).as("without").isZero();
        assertThat(all()).hasSize(2);
    }

    @Test
    void beginsAnotherSessionWhenCountersFallThoughNoStartWasSeen() {
        append(start("s1", 0));
        append(interim("s1", 1000, 1000, 111));
        append(interim("s1", 1300, 60, 7));
        append(stop("s1", 1400, 0, 5));

        assertThat(all())
                .extracting(
                        Session::started,
                        session -> session.usage().octetsIn(),
                        session -> session.stopped().isPresent())
                .containsExactly(
                        tuple(NOON.plusSeconds(1400), 5L, true),
                        tuple(NOON.plusSeconds(1240), 7L, true),
                        tuple(NOON, 111L, true));
    }

    @Test
    void takesFallingCountersThatOnlyCameLateForTheSameSession() {
        append(start("s1", 0));
        append(interim("s1", 660, 660, 200));
        append(interim("s1", 700, 600, 100));

        assertThat(all())
                .singleElement()
                .satisfies(
                        session -> assertThat(session.usage()).isEqualTo(new Usage(Duration.ofMinutes(11), 200, 400)));
    }

    @Test
    void takesOctetsOf32BitsThatBeganAnewForTheSameSession() {
        append(start("s1", 0));
        append(interim("s1", 600, 600, (1L << 32) - 5));
        append(interim("s1", 1200, 1200, 100));

        assertThat(all()).hasSize(1);
    }

    @Test
    void reopensASessionThatWasThoughtLost() {
        append(start("s1", 0));
        append(start("s1", 600));
        append(interim("s1", 900, 900, 5));

        assertThat(open()).extracting(Session::started).containsExactlyInAnyOrder(NOON, NOON.plusSeconds(600));
    }

    @Test
    void carriesOnASessionOfWhichLessIsKnown() {
        append(start("s1", 0));
        append(at("7", interim("s1", 600, 600, 1)));
        append(stop("s1", 900, 900, 2));

        assertThat(all()).singleElement().satisfies(session -> {
            assertThat(session.port()).hasValue("7");
            assertThat(session.stopped()).hasValue(NOON.plusSeconds(900));
        });
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

        assertThat(accounting.removeBefore(NOON.plusSeconds(3600), 100))
                .as("three records and a session")
                .isEqualTo(4);
        assertThat(all()).extracting(Session::id).containsExactly("long");
    }

    @Test
    void removesNoMoreAtOnceThanItIsTold() {
        accounting.append(List.of(start("s1", 0), stop("s1", 60, 60, 1), start("s2", 0), stop("s2", 60, 60, 1)));

        assertThat(accounting.removeBefore(NOON.plusSeconds(3600), 1)).isEqualTo(1);
        assertThat(all()).hasSize(1);
        assertThat(accounting.removeBefore(NOON.plusSeconds(3600), 3)).isEqualTo(3);
        assertThat(all()).isEmpty();
        assertThat(accounting.removeBefore(NOON.plusSeconds(3600), 3)).isEqualTo(2);
        assertThat(accounting.removeBefore(NOON.plusSeconds(3600), 3)).isZero();
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
                Optional.empty(),
                Optional.of("198.51.100.7"),
                Optional.of("10.0.0.5"),
                new Usage(Duration.ofSeconds(seconds), octets, octets * 2),
                SESSIONS.contains(status) ? Optional.of(NOON.plusSeconds(at - seconds)) : Optional.empty(),
                cause,
                "User-Name = \"CONTOSO\\\\alice\"",
                fingerprint(List.of(status, session, seconds, octets).toString()));
    }

    private static Octets fingerprint(String said) {
        return Fingerprint.of(Octets.wrap(said.getBytes(StandardCharsets.UTF_8)));
    }

    private static AccountingRecord restart(AccountingStatus status, long at) {
        return record(status, "", at, 0, 0, Optional.empty());
    }

    /** The same event, received so many seconds after noon. */
    private static AccountingRecord received(AccountingRecord record, long at) {
        return new Copy(record).received(NOON.plusSeconds(at)).made();
    }

    private static AccountingRecord ofClient(String client, AccountingRecord record) {
        return new Copy(record).client(client).made();
    }

    private static AccountingRecord by(String user, AccountingRecord record) {
        return saying(user, new Copy(record).user(user).made());
    }

    private static AccountingRecord at(String port, AccountingRecord record) {
        return saying(port, new Copy(record).port(port).made());
    }

    private static AccountingRecord from(String station, AccountingRecord record) {
        return saying(station, new Copy(record).station(station).made());
    }

    /** A record that has something to say besides. */
    private static AccountingRecord saying(String more, AccountingRecord record) {
        return new Copy(record)
                .fingerprint(fingerprint(record.fingerprint().hex() + more))
                .made();
    }

    private static final class Copy {
        private final AccountingRecord record;
        private Instant receivedAt;
        private String client;
        private Optional<String> user;
        private Optional<String> port;
        private Optional<String> station;
        private Octets fingerprint;

        Copy(AccountingRecord record) {
            this.record = record;
            receivedAt = record.receivedAt();
            client = record.client();
            user = record.userName();
            port = record.port();
            station = record.callingStation();
            fingerprint = record.fingerprint();
        }

        Copy received(Instant time) {
            receivedAt = time;
            return this;
        }

        Copy client(String name) {
            client = name;
            return this;
        }

        Copy user(String name) {
            user = Optional.of(name);
            return this;
        }

        Copy port(String name) {
            port = Optional.of(name);
            return this;
        }

        Copy station(String name) {
            station = Optional.of(name);
            return this;
        }

        Copy fingerprint(Octets other) {
            fingerprint = other;
            return this;
        }

        AccountingRecord made() {
            return new AccountingRecord(
                    receivedAt,
                    record.eventAt(),
                    client,
                    record.nas(),
                    record.session(),
                    record.status(),
                    user,
                    port,
                    station,
                    record.address(),
                    record.usage(),
                    record.began(),
                    record.terminateCause(),
                    record.attributes(),
                    fingerprint);
        }
    }
}
