package io.countersign.radius.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AccountingRetentionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final CountDownLatch calls = new CountDownLatch(3);
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final List<Instant> times = new CopyOnWriteArrayList<>();

    @Test
    void removesInSlicesUntilNothingIsLeft() throws Exception {
        try (var _ = retention(call -> call < 3 ? AccountingRetention.SLICE : 7, Duration.ofHours(1))) {
            assertThat(calls.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(times).hasSize(3).containsOnly(NOW.minus(Duration.ofDays(90)));
        assertThat(threads).containsOnly("accounting-retention");
    }

    @Test
    void goesOnAfterWhateverFailed() throws Exception {
        try (var _ = retention(
                call -> switch (call) {
                    case 1 -> throw new AccountingUnavailable("the disk is full", new IllegalStateException());
                    case 2 -> throw new StackOverflowError();
                    default -> 0;
                },
                Duration.ofMillis(1))) {
            assertThat(calls.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsWithTheSliceInWorkWhenItIsClosed() throws Exception {
        try (var _ = retention(_ -> AccountingRetention.SLICE, Duration.ofHours(1))) {
            assertThat(calls.await(5, TimeUnit.SECONDS)).isTrue();
        }
        int done = times.size();
        Thread.sleep(20);
        assertThat(times).hasSize(done);
    }

    private AccountingRetention retention(IntUnaryOperator removed, Duration every) {
        return new AccountingRetention(
                new FakeStore(removed), AccountingSettings.DEFAULT, InstantSource.fixed(NOW), Duration.ZERO, every);
    }

    /** Removes what the test says of each call; the first is 1. */
    private final class FakeStore implements AccountingStore {
        private final IntUnaryOperator removed;

        FakeStore(IntUnaryOperator removed) {
            this.removed = removed;
        }

        @Override
        public int removeBefore(Instant time, int most) {
            times.add(time);
            threads.add(Thread.currentThread().getName());
            calls.countDown();
            return removed.applyAsInt(times.size());
        }

        @Override
        public int append(List<AccountingRecord> records) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Session> sessions(Wanted wanted) {
            throw new UnsupportedOperationException();
        }
    }
}
