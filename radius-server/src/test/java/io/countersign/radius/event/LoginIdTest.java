package io.countersign.radius.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginIdTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:12:36.5Z");

    @Test
    void hasEightCharactersThatNobodyMishears() {
        assertThat(LoginId.next(NOW)).matches("[0-9A-HJKMNP-TV-Z]{8}");
    }

    @Test
    void isAnotherForEachLoginOfAMinute() {
        assertThat(Stream.generate(() -> LoginId.next(NOW)).limit(200_000).distinct())
                .hasSize(200_000);
    }

    @Test
    void looksNothingLikeTheOneBefore() {
        var one = LoginId.next(NOW);
        var other = LoginId.next(NOW);

        assertThat(one.substring(0, 5)).isNotEqualTo(other.substring(0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24S", "PT1H", "P1D", "P365D", "P727D"})
    void tellsTheMinuteInWhichTheLoginBegan(Duration ago) {
        var began = NOW.minus(ago);

        assertThat(Duration.between(LoginId.began(LoginId.next(began), NOW), began))
                .isBetween(Duration.ZERO, Duration.ofSeconds(59, 999_999_999));
    }

    @Test
    void tellsTheLastMinuteThatItCanBeWhereThereAreSeveral() {
        var tooLongAgo = NOW.minus(Duration.ofMinutes(1L << 20));

        assertThat(LoginId.began(LoginId.next(tooLongAgo), NOW)).isEqualTo("2026-11-28T09:12:00Z");
    }

    @Test
    void isTakenFromAClockThatIsAMinuteAhead() {
        var ahead = NOW.plusSeconds(60);

        assertThat(LoginId.began(LoginId.next(ahead), NOW)).isEqualTo("2026-11-28T09:13:00Z");
    }

    @Test
    void isReadOutInTwoGroupsAndTypedSo() {
        assertThat(LoginId.spoken("SJ3HRZF1")).isEqualTo("SJ3H-RZF1");
        assertThat(LoginId.typed(LoginId.spoken("SJ3HRZF1"))).contains("SJ3HRZF1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SJ3HRZF1", "sj3hrzf1", " sj3h-rzf1 ", "SJ3HRZFL", "SJ3HRZFi", "SJ3H RZF1"})
    void isTakenAsPeopleTypeIt(String typed) {
        assertThat(LoginId.typed(typed)).contains("SJ3HRZF1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "SJ3HRZF", "SJ3HRZF11", "SJ3HRZFU", "SJ3HRZFÄ"})
    void isNoOtherText(String typed) {
        assertThat(LoginId.typed(typed)).isEmpty();
    }
}
