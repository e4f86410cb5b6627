package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayAndTimeTest {
    // 2026-03-01 is a Sunday
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Fri 06:00-22:00 | 2026-03-02T06:00 | true",
                "Mon-Fri 06:00-22:00 | 2026-03-02T05:59 | false",
                "Mon-Fri 06:00-22:00 | 2026-03-06T21:59:59 | true",
                "Mon-Fri 06:00-22:00 | 2026-03-06T22:00 | false",
                "Mon-Fri 06:00-22:00 | 2026-03-07T12:00 | false",
                "Mon-Fri 06:00-22:00 | 2026-03-01T12:00 | false",
                "Sun 00:00-24:00 | 2026-03-01T23:59:59 | true",
                "Sun 00:00-24:00 | 2026-03-02T00:00 | false",
                "Sun-Sat 00:00-24:00 | 2026-03-07T12:00 | true",
                "Sun-Thu 08:00-09:00 | 2026-03-01T08:30 | true",
                "Sun-Thu 08:00-09:00 | 2026-03-06T08:30 | false",
                "Sat-Mon 08:00-09:00 | 2026-03-01T08:30 | true",
                "Sat-Mon 08:00-09:00 | 2026-03-03T08:30 | false",
                "mon 08:00-09:00, Wed 10:00-11:00 | 2026-03-04T10:30 | true",
                "mon 08:00-09:00, Wed 10:00-11:00 | 2026-03-04T08:30 | false",
            })
    void holdsFromTheStartToBeforeTheEndOfARange(String text, LocalDateTime at, boolean held) {
        assertThat(DayAndTime.parse(text).contains(at.atZone(ZoneOffset.UTC))).isEqualTo(held);
    }

    @Test
    void goesByTheLocalTimeOfTheMoment() {
        var moment = LocalDateTime.parse("2026-03-01T23:30").atZone(ZoneOffset.UTC);
        var monday = DayAndTime.parse("Mon 00:00-06:00");
        assertThat(monday.contains(moment)).isFalse();
        assertThat(monday.contains(moment.withZoneSameInstant(ZoneId.of("Europe/Vienna"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mon",
                "06:00-22:00",
                "Mon 6:00-22:00",
                "Mon 06:00",
                "Mon 06:60-07:00",
                "Mon 24:00-24:00",
                "Mon 00:00-24:01",
                "Montag 06:00-22:00",
                "Mon-Fri 06:00-22:00,",
                "Mon 06:00-22:00 Tue 06:00-22:00"
            })
    void refusesWhatIsNoDayAndTime(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DayAndTime.parse(text))
                .withMessageContaining("; write");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri 22:00-06:00 | Fri 22:00-24:00, Sat 00:00-06:00",
                "Mon-Fri 22:00-06:00 | Mon-Fri 22:00-24:00, Tue-Sat 00:00-06:00",
                "Sun 22:00-00:00 | Sun 22:00-24:00",
            })
    void saysHowToWriteARangePastMidnight(String text, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DayAndTime.parse(text))
                .withMessageContaining("write two ranges, \"" + meant + "\"");
        assertThat(DayAndTime.parse(meant)).hasToString(meant);
    }
}
