package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LockOutsTest {
    private static final LockOutRule RULE = new LockOutRule(10, Duration.ofMinutes(15));
    private static final String ALICE = "1";

    private final FakeTime time = new FakeTime();
    private final MemoryLockOutStore store = new MemoryLockOutStore();
    private final LockOuts lockOuts = new LockOuts(store, time);

    @AfterEach
    void close() {
        store.failing = false;
        lockOuts.close();
    }

    private static Evidence plain(String password) {
        return new Evidence.PlainPassword(Secret.ofText(password));
    }

    private Optional<Instant> wrong(String password) {
        return lockOuts.wrong(RULE, ALICE, plain(password));
    }

    private void wrong(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(i -> assertThat(wrong("wrong " + i)).isEmpty());
    }

    private boolean isLocked() {
        return lockOuts.isLocked(RULE, ALICE);
    }

    @Test
    void theTenthWrongPasswordLocksForAQuarterOfAnHour() {
        wrong(1, 9);
        assertThat(isLocked()).isFalse();
        time.take(Duration.ofMinutes(1));
        assertThat(wrong("wrong 10")).contains(FakeTime.NOON.plus(Duration.ofMinutes(16)));

        time.take(Duration.ofMinutes(14));
        assertThat(isLocked()).isTrue();
        assertThat(lockOuts.right(RULE, ALICE)).isFalse();
        time.take(Duration.ofMinutes(1));
        assertThat(isLocked()).isFalse();
        assertThat(lockOuts.right(RULE, ALICE)).isTrue();
    }

    @Test
    void theSameWrongPasswordCountsOnceHoweverOftenItComes() {
        for (int i = 0; i < 1000; i++) {
            assertThat(wrong("an old password")).isEmpty();
        }
        wrong(2, 9);
        assertThat(isLocked()).isFalse();
        assertThat(wrong("wrong 10")).isPresent();
    }

    @Test
    void eachResponseToAChallengeCountsOnceHoweverOftenItIsSent() {
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < RULE.after(); i++) {
                var response = new ChallengeResponse.MsChapV2(Octets.wrap(new byte[8]), octets(i));
                assertThat(lockOuts.wrong(RULE, ALICE, response)).isEmpty();
            }
        }
        assertThat(lockOuts.wrong(RULE, ALICE, new ChallengeResponse.Chap(1, octets(1), octets(2))))
                .isPresent();
    }

    private static Octets octets(int first) {
        var octets = new byte[24];
        octets[0] = (byte) first;
        return Octets.wrap(octets);
    }

    @Test
    void wrongPasswordsThatLieTooFarApartDoNotLock() {
        for (int i = 0; i < 100; i++) {
            assertThat(wrong("wrong " + i)).isEmpty();
            time.take(Duration.ofMinutes(2));
        }
    }

    @Test
    void theRightPasswordClearsTheCount() {
        wrong(1, 9);
        assertThat(lockOuts.right(RULE, ALICE)).isTrue();
        wrong(11, 19);
        assertThat(wrong("wrong 20")).isPresent();
    }

    @Test
    void guessesWhileTheAccountIsLockedDoNotProlongIt() {
        wrong(1, 9);
        wrong("wrong 10");
        time.take(Duration.ofMinutes(14));
        wrong(11, 30);
        time.take(Duration.ofMinutes(2));
        assertThat(isLocked()).isFalse();
    }

    @Test
    void noMoreThanTheRuleAllowsAreTriedHoweverManyComeAtOnce() throws InterruptedException {
        try (var executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("login-", 0).factory())) {
            for (int i = 0; i < 400; i++) {
                var password = "wrong " + i;
                var _ = executor.submit(() -> wrong(password));
            }
        }
        lockOuts.close();
        assertThat(store.rows.get(ALICE).at()).hasSize(RULE.after());
        assertThat(lockOuts.right(RULE, ALICE))
                .as("the right one among them came too late")
                .isFalse();
    }

    @Test
    void aLockOutOutlivesARestart() {
        wrong(1, 9);
        wrong("wrong 10");
        lockOuts.close();

        assertThat(new LockOuts(store, time).isLocked(RULE, ALICE)).isTrue();
    }

    @Test
    void nothingIsWrittenForARightPasswordThatThereIsNothingToClearFor() {
        assertThat(lockOuts.right(RULE, ALICE)).isTrue();
        lockOuts.close();
        assertThat(store.writes).hasValue(0);
    }

    @Test
    void guessesAreWrittenTogetherAndInOneRowOfTheirUser() {
        for (int i = 0; i < 1000; i++) {
            wrong("wrong " + i);
        }
        lockOuts.close();
        assertThat(store.rows).hasSize(1);
        assertThat(store.writes.get()).isLessThan(10);
    }

    @Test
    void takesUpThatAnAdministratorHasUnlockedAnAccount() {
        wrong(1, 9);
        wrong("wrong 10");
        time.take(Duration.ofSeconds(1));
        store.forget(
                ALICE, time.instant(), new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("~ alice"), List.of()));
        lockOuts.confirm(7);
        lockOuts.close();

        assertThat(isLocked()).isFalse();
        assertThat(store.rows.get(ALICE).at()).as("and does not undo it").isEmpty();
    }

    @Test
    void readsNobodyElseAfterTheFirstLook() {
        lockOuts.confirm(7);
        lockOuts.settle();
        int before = store.wholeLooks.get();
        wrong(1, 9);
        wrong("wrong 10");
        lockOuts.settle();
        time.take(Duration.ofSeconds(1));
        store.forget(
                ALICE, time.instant(), new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("~ alice"), List.of()));
        lockOuts.confirm(8);
        lockOuts.close();

        assertThat(store.wholeLooks).hasValue(before);
        assertThat(isLocked()).isFalse();
    }

    @Test
    void looksAgainForWhatCouldNotBeReadTheFirstTime() {
        wrong(1, 9);
        wrong("wrong 10");
        time.take(Duration.ofSeconds(1));
        store.forget(
                ALICE, time.instant(), new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("~ alice"), List.of()));
        store.failing = true;
        lockOuts.confirm(7);
        lockOuts.settle();
        assertThat(isLocked()).isTrue();

        store.failing = false;
        lockOuts.confirm(7);
        lockOuts.settle();
        assertThat(isLocked()).isFalse();
    }

    @Test
    void whatCannotBeReadLocksItsUserAloneUntilAnAdministratorUnlocksIt() {
        store.rows.put(ALICE, new WrongPasswords(ALICE, Instant.EPOCH, List.of(FakeTime.NOON)));
        store.rows.put("2", new WrongPasswords("2", Instant.EPOCH, List.of(FakeTime.NOON)));
        store.damaged.add(ALICE);
        var restarted = new LockOuts(store, time);

        assertThat(restarted.isLocked(RULE, ALICE)).isTrue();
        assertThat(restarted.right(RULE, ALICE)).isFalse();
        assertThat(restarted.wrong(RULE, ALICE, plain("wrong"))).isEmpty();
        assertThat(restarted.right(RULE, "2")).isTrue();
        time.take(LockOutRule.LONGEST);
        assertThat(restarted.isLocked(RULE, ALICE)).isTrue();

        store.forget(
                ALICE, time.instant(), new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("~ alice"), List.of()));
        restarted.confirm(1);
        restarted.close();
        assertThat(restarted.right(RULE, ALICE)).isTrue();
    }

    @Test
    void aClockThatWasAheadSwitchesNothingOff() {
        time.take(Duration.ofDays(300));
        wrong("mistyped");
        assertThat(lockOuts.right(RULE, ALICE)).isTrue();
        lockOuts.settle();
        time.take(Duration.ofDays(-300));
        wrong("mistyped");
        lockOuts.settle();
        time.take(Duration.ofSeconds(1));

        wrong(1, 9);
        assertThat(wrong("wrong 10")).isPresent();
        lockOuts.close();
        assertThat(isLocked()).isTrue();
    }

    @Test
    void aClockThatWasAheadBeforeARestartSwitchesNothingOff() {
        store.rows.put(ALICE, new WrongPasswords(ALICE, FakeTime.NOON.plus(Duration.ofDays(300)), List.of()));
        var restarted = new LockOuts(store, time);
        restarted.wrong(RULE, ALICE, plain("wrong 0"));
        restarted.settle();
        time.take(Duration.ofSeconds(1));
        for (int i = 1; i <= RULE.after(); i++) {
            restarted.wrong(RULE, ALICE, plain("wrong " + i));
        }
        restarted.close();

        assertThat(restarted.isLocked(RULE, ALICE)).isTrue();
        assertThat(store.rows.get(ALICE).lockedUntil(RULE, time.instant())).isPresent();
    }

    @Test
    void goesOnCountingWhileTheStoreCannotBeUsedAndWritesWhenItCan() {
        store.failing = true;
        wrong(1, 9);
        assertThat(wrong("wrong 10")).isPresent();
        assertThat(isLocked()).isTrue();
        store.failing = false;
        lockOuts.close();
        assertThat(store.rows.get(ALICE).at()).hasSize(10);
    }

    @Test
    void twoServersCountTogether() {
        wrong(1, 5);
        lockOuts.close();
        time.take(Duration.ofSeconds(1));
        var second = new LockOuts(store, time);
        for (int i = 6; i < 10; i++) {
            assertThat(second.wrong(RULE, ALICE, plain("wrong " + i))).isEmpty();
        }
        assertThat(second.wrong(RULE, ALICE, plain("wrong 10"))).isPresent();
        second.close();
    }

    @Test
    void whatIsKeptSaysNothingOfPasswords() {
        wrong("hunter2");
        lockOuts.close();
        assertThat(store.rows.get(ALICE))
                .isEqualTo(new WrongPasswords(ALICE, Instant.EPOCH, java.util.List.of(FakeTime.NOON)));
    }
}
