package io.countersign.radius.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.accounting.AccountingRecord.Usage;
import io.countersign.radius.packet.Octets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AccountingLedgerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeStore store = new FakeStore();
    private final AccountingLedger ledger = new AccountingLedger(store, InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        store.gate.release(1000);
        ledger.close();
    }

    @Test
    void tellsThatARecordIsKeptOnlyWhenTheStoreHasSaidSo() throws Exception {
        var kept = ledger.keep(record("s1"));

        assertThat(kept).isNotDone();
        store.gate.release();
        assertThat(kept.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void writesTogetherWhatComesWhileAGroupIsWritten() throws Exception {
        var kept = new ArrayList<>(List.of(ledger.keep(record("s0"))));
        store.begun.acquire();
        for (int i = 1; i <= 300; i++) {
            kept.add(ledger.keep(record("s" + i)));
        }
        store.gate.release(3);
        CompletableFuture.allOf(kept.toArray(new CompletableFuture<?>[0])).get(5, TimeUnit.SECONDS);

        assertThat(store.groups).containsExactly(1, 256, 44);
        assertThat(ledger.kept()).isEqualTo(301);
    }

    @Test
    void leavesWhatComesWhileTooManyWait() throws Exception {
        try (var small = new AccountingLedger(store, InstantSource.fixed(NOW), 2)) {
            var kept = new ArrayList<>(List.of(small.keep(record("s0"))));
            store.begun.acquire();
            kept.add(small.keep(record("s1")));
            kept.add(small.keep(record("s2")));

            assertThat(small.keep(record("s3"))).isCompletedWithValue(false);
            assertThat(small.failed()).isEqualTo(1);
            store.gate.release(2);
            for (var one : kept) {
                assertThat(one.get(5, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void leavesAGroupThatCannotBeKeptAndGoesOn() throws Exception {
        store.fault = new AccountingUnavailable("the disk is full", new IllegalStateException());
        store.gate.release(2);
        assertThat(ledger.keep(record("s1")).get(5, TimeUnit.SECONDS)).isFalse();

        store.fault = null;
        assertThat(ledger.keep(record("s2")).get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.failed()).isEqualTo(1);
        assertThat(ledger.kept()).isEqualTo(1);
    }

    @Test
    void keepsTheOthersOfAGroupWithOneThatCannotBeWritten() throws Exception {
        var _ = ledger.keep(record("s0"));
        store.begun.acquire();
        var good = ledger.keep(record("s1"));
        var bad = ledger.keep(record("bad"));
        var goodToo = ledger.keep(record("s2"));
        store.gate.release(5);

        assertThat(good.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(bad.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(goodToo.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOnAfterAnErrorOfTheMachine() throws Exception {
        store.error = new StackOverflowError();
        store.gate.release(2);
        assertThat(ledger.keep(record("s1")).get(5, TimeUnit.SECONDS)).isFalse();

        store.error = null;
        assertThat(ledger.keep(record("s2")).get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.failed()).isEqualTo(1);
    }

    @Test
    void goesOnWhenItCannotEvenTellWhatFailed() throws Exception {
        store.fault = new IllegalStateException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new OutOfMemoryError("no room for the message");
            }
        };
        store.gate.release(2);
        assertThat(ledger.keep(record("s1")).get(5, TimeUnit.SECONDS)).isFalse();

        store.fault = null;
        assertThat(ledger.keep(record("s2")).get(5, TimeUnit.SECONDS)).isTrue();
    }

    private static AccountingRecord record(String session) {
        return new AccountingRecord(
                NOW,
                NOW,
                "vpn-01",
                "192.0.2.1",
                session,
                AccountingStatus.START,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Usage.NONE,
                Optional.of(NOW),
                Optional.empty(),
                "",
                Octets.empty());
    }

    /** Waits before each group until the test lets it write. */
    private static final class FakeStore implements AccountingStore {
        final Semaphore begun = new Semaphore(0);
        final Semaphore gate = new Semaphore(0);
        final List<Integer> groups = new CopyOnWriteArrayList<>();
        volatile RuntimeException fault; // set by the test, thrown by the writer
        volatile Error error; // likewise

        @Override
        public int append(List<AccountingRecord> records) {
            begun.release();
            gate.acquireUninterruptibly();
            if (fault != null) {
                throw fault;
            }
            if (error != null) {
                throw error;
            }
            if (records.stream().anyMatch(record -> record.session().equals("bad"))) {
                throw new IllegalStateException("a mistake");
            }
            groups.add(records.size());
            return records.size();
        }

        @Override
        public List<Session> sessions(Wanted wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int removeBefore(Instant time, int most) {
            throw new UnsupportedOperationException();
        }
    }
}
