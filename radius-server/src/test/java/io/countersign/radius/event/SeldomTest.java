package io.countersign.radius.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SeldomTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Seldom seldom = Seldom.onceAMinute();

    @Test
    void isDueOnceInAMinute() {
        assertThat(seldom.isDue(NOW)).isTrue();
        assertThat(seldom.isDue(NOW)).isFalse();
        assertThat(seldom.isDue(NOW.plusSeconds(59))).isFalse();
        assertThat(seldom.isDue(NOW.plusSeconds(60))).isTrue();
        assertThat(seldom.isDue(NOW.plusSeconds(61))).isFalse();
    }

    @Test
    void isNotSilencedByAClockThatIsSetBack() {
        seldom.isDue(NOW);

        assertThat(seldom.isDue(NOW.minus(Duration.ofDays(1)))).isTrue();
        assertThat(seldom.isDue(NOW.minus(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void isForgettableOnceAnotherOneWouldDoAsWell() {
        seldom.isDue(NOW);

        assertThat(seldom.isForgettable(NOW.plusSeconds(59))).isFalse();
        assertThat(seldom.isForgettable(NOW.plusSeconds(60))).isTrue();
    }
}
