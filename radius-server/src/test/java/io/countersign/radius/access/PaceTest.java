package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> rests = new ArrayList<>();
    private final Pace pace = new Pace(InstantSource.fixed(NOON), rests::add);

    @Test
    void waitsForTheNextBeatSinceTheRequestCame() {
        pace.holdUp(NOON.minusMillis(30));
        pace.holdUp(NOON.minusMillis(130));
        pace.holdUp(NOON.plusMillis(10)); // the clock was set back
        assertThat(rests).containsExactly(Duration.ofMillis(70), Duration.ofMillis(70), Duration.ofMillis(10));
    }

    @Test
    void whatHasATimeOfItsOwnWaitsForTheFirstBeatAlone() {
        pace.holdUpOnce(NOON.minusMillis(30));
        pace.holdUpOnce(NOON.minusMillis(130));
        assertThat(rests).containsExactly(Duration.ofMillis(70));
    }
}
