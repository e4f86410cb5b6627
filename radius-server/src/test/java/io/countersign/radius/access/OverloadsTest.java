package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OverloadsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void tellsTheFirstAtOnceAndAfterAMinuteHowManyThereWere() {
        var overloads = new Overloads();
        assertThat(overloads.count("vpn-01", NOON)).hasValue(1);
        assertThat(overloads.count("vpn-01", NOON.plusSeconds(1))).isEmpty();
        assertThat(overloads.count("vpn-02", NOON.plusSeconds(2))).hasValue(1);
        assertThat(overloads.count("vpn-01", NOON.plusSeconds(59))).isEmpty();
        assertThat(overloads.count("vpn-01", NOON.plusSeconds(60))).hasValue(3);
        assertThat(overloads.count("vpn-01", NOON.plusSeconds(61))).isEmpty();
    }
}
