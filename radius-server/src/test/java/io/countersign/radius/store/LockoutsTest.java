package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static io.countersign.radius.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.identity.DirectoryUnavailable;
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
        assertThat(lockOuts.join(List.of(TWO))).containsExactly(TWO);
        var later = wrong(NOON.plusMillis(5), NOON.plusMillis(9));

        assertThat(lockOuts.join(List.of(later))).containsExactly(wrong(NOON, NOON.plusMillis(5), NOON.plusMillis(9)));
        assertThat(lockOuts.changedSince(NOON)).containsExactly(wrong(NOON, NOON.plusMillis(5), NOON.plusMillis(9)));
        assertThat(lockOuts.changedSince(NOON.plusMillis(10))).isEmpty();
    }

    @Test
    void whatWasForgottenStaysForgottenThoughAServerStillTellsOfIt() {
        lockOuts.join(List.of(TWO));
        long before = fixture.store.marks().changes();
        lockOuts.forget("id-alice", NOON.plusSeconds(1), StoreFixture.USERS);

        assertThat(fixture.store.marks().changes()).as("so that servers look").isGreaterThan(before);
        var forgotten = new WrongPasswords("id-alice", NOON.plusSeconds(1), List.of());
        assertThat(lockOuts.join(List.of(TWO))).containsExactly(forgotten);
        assertThat(lockOuts.changedSince(NOON)).containsExactly(forgotten);
    }

    @Test
    void goesWithItsUserAndIsKeptForNobodyWhoIsNotThere() {
        lockOuts.join(List.of(TWO));
        fixture.store.userChanges().remove("alice", StoreFixture.USERS);

        assertThat(lockOuts.changedSince(Instant.EPOCH)).isEmpty();
        assertThat(lockOuts.join(List.of(TWO))).isEmpty();
    }

    @Test
    void countingIsNoChangeOfUsersThatServersWouldHaveToTakeUp() {
        long before = fixture.store.marks().changes();
        lockOuts.join(List.of(TWO));
        assertThat(fixture.store.marks().changes()).isEqualTo(before);
    }

    @Test
    void aRowOfAnotherUserIsRecognisedAndUnlockingMendsIt() {
        lockOuts.join(List.of(TWO));
        fixture.tamper("UPDATE local_lockout SET user_id = 'id-bob'");

        assertThatThrownBy(() -> lockOuts.changedSince(NOON)).isInstanceOf(DirectoryUnavailable.class);
        lockOuts.forget("id-bob", NOON, StoreFixture.USERS);
        assertThat(lockOuts.changedSince(NOON)).hasSize(1);
    }
}
