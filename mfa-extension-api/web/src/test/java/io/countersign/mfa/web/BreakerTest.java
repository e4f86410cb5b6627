package io.countersign.mfa.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Breaker breaker = new Breaker(nanos::get);

    @Test
    void opensAtTheFifthFailureInARow() {
        fail(4);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aSuccessForgetsTheFailures() {
        fail(4);
        breaker.succeeded();
        forward(Duration.ofSeconds(3));
        fail(4);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void staysClosedWhileOthersSucceed() {
        breaker.succeeded();
        forward(Duration.ofSeconds(1));
        fail(100);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void closesAfterThirtySecondsAndOpensAgainAtTheFirstFailure() {
        fail(5);
        forward(Duration.ofSeconds(29));
        assertThat(breaker.isOpen()).isTrue();
        forward(Duration.ofSeconds(1));
        assertThat(breaker.isOpen()).isFalse();

        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void failuresWhileItIsOpenProlongNothing() {
        fail(5);
        forward(Duration.ofSeconds(20));
        assertThat(breaker.failed()).isFalse();
        forward(Duration.ofSeconds(10));

        assertThat(breaker.isOpen()).isFalse();
    }

    /** What {@link System#nanoTime} may say: anything, also a number that soon goes round. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 1_000, Long.MIN_VALUE})
    void countsFromAnyBeginning(long beginning) {
        nanos.set(beginning);
        var other = new Breaker(nanos::get);
        assertThat(other.isOpen()).isFalse();
        for (int i = 0; i < 5; i++) {
            other.failed();
        }
        assertThat(other.isOpen()).isTrue();
        forward(Duration.ofSeconds(30));
        assertThat(other.isOpen()).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    private void forward(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
