package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.identity.WrongPasswords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockoutsTest {
    private static final Instant LATER = NOON.plusSeconds(1);
    private static final WrongPasswords TWO = wrong(NOON, NOON.plusMillis(5));

    private StoreFixture fixture;
    private LockOutStore lockOuts;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        fixture.store.userChanges().add(user("alice"), StoreFixture.USERS);
        fixture.store.userChanges().add(user("bob"), StoreFixture.USERS);
        lockOuts = fixture.store.lockOuts();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static WrongPasswords wrong(Instant... at) {
        return new WrongPasswords("id-alice", Instant.EPOCH, List.of(at));
    }

    @Test
    void keepsWhatItIsToldAndJoinsItWithWhatItKnows() {
        assertThat(lockOuts.join(List.of(TWO), LATER).counts()).containsExactly(TWO);
        var later = wrong(NOON.plusMillis(5), NOON.plusMillis(9));

        assertThat(lockOuts.join(List.of(later), LATER).counts())
                .containsExactly(wrong(NOON, NOON.plusMillis(5), NOON.plusMillis(9)));
        assertThat(lockOuts.changedSince(NOON).counts())
                .containsExactly(wrong(NOON, NOON.plusMillis(5), NOON.plusMillis(9)));
        assertThat(lockOuts.changedSince(NOON.plusMillis(10)).counts()).isEmpty();
    }

    @Test
    void whatWasForgottenStaysForgottenThoughAServerStillTellsOfIt() {
        lockOuts.join(List.of(TWO), LATER);
        long before = fixture.store.marks().changes();
        lockOuts.forget("id-alice", NOON.plusSeconds(1), StoreFixture.USERS);

        assertThat(fixture.store.marks().changes()).as("so that servers look").isGreaterThan(before);
        var forgotten = new WrongPasswords("id-alice", NOON.plusSeconds(1), List.of());
        assertThat(lockOuts.join(List.of(TWO), LATER).counts()).containsExactly(forgotten);
        assertThat(lockOuts.changedSince(NOON).counts()).containsExactly(forgotten);
    }

    @Test
    void goesWithItsUserAndIsKeptForNobodyWhoIsNotThere() {
        lockOuts.join(List.of(TWO), LATER);
        fixture.store.userChanges().remove("alice", StoreFixture.USERS);

        assertThat(lockOuts.changedSince(Instant.EPOCH).counts()).isEmpty();
        assertThat(lockOuts.join(List.of(TWO), LATER).counts()).isEmpty();
    }

    @Test
    void countingIsNoChangeOfUsersThatServersWouldHaveToTakeUp() {
        long before = fixture.store.marks().changes();
        lockOuts.join(List.of(TWO), LATER);
        assertThat(fixture.store.marks().changes()).isEqualTo(before);
    }

    @Test
    void aRowThatDoesNotVerifyIsOfItsUserAloneAndUnlockingMendsIt() {
        var bobs = new WrongPasswords("id-bob", Instant.EPOCH, List.of(NOON));
        var damaged = new LockOutStore.Damaged("id-bob", "bob");
        lockOuts.join(List.of(TWO, bobs), LATER);
        fixture.tamper(
                "UPDATE local_lockout SET content = (SELECT content FROM local_lockout WHERE user_id = 'id-alice')");

        assertThat(lockOuts.changedSince(NOON)).isEqualTo(new LockOutStore.Kept(List.of(TWO), List.of(damaged)));
        assertThat(lockOuts.join(List.of(TWO, bobs), LATER))
                .as("counting does not mend it")
                .isEqualTo(new LockOutStore.Kept(List.of(TWO), List.of(damaged)));
        assertThat(fixture.store.damage()).singleElement().asString().contains("countersign user unlock bob");

        assertThat(lockOuts.forget("id-bob", LATER, StoreFixture.USERS).damaged())
                .containsExactly(damaged);
        assertThat(lockOuts.changedSince(NOON).damaged()).isEmpty();
        assertThat(lockOuts.join(List.of(bobs), LATER).counts())
                .containsExactly(new WrongPasswords("id-bob", LATER, List.of()));
        assertThat(fixture.store.damage()).isEmpty();
    }

    @Test
    void tellsThoseOnlyWhomAChangeIsAbout() {
        var bobs = new WrongPasswords("id-bob", Instant.EPOCH, List.of(NOON));
        lockOuts.join(List.of(TWO, bobs), LATER);
        lockOuts.forget("id-bob", LATER, StoreFixture.USERS);
        long before = fixture.store.marks().changes();
        assertThat(lockOuts.touchedAfter(before).counts()).isEmpty();

        lockOuts.forget("id-alice", LATER, StoreFixture.USERS);
        assertThat(lockOuts.touchedAfter(before).counts())
                .containsExactly(new WrongPasswords("id-alice", LATER, List.of()));
    }

    @Test
    void tellsAllWhereTheChangeLogDoesNotVerify() {
        lockOuts.join(List.of(TWO), LATER);
        fixture.tamper("DELETE FROM change_log");

        assertThat(lockOuts.touchedAfter(0).counts()).containsExactly(TWO);
    }

    @Test
    void aMomentThatHasNotComeCountsAsNow() {
        lockOuts.forget("id-alice", NOON.plusSeconds(86_400), StoreFixture.USERS);
        lockOuts.join(List.of(wrong(NOON)), NOON);

        assertThat(lockOuts.join(List.of(TWO), LATER).counts())
                .containsExactly(new WrongPasswords("id-alice", NOON, List.of(NOON.plusMillis(5))));
    }
}
