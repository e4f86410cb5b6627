package io.countersign.radius.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** RFC 5080 §2.2.1. */
final class RetransmissionTest {
    @RepeatedTest(50)
    void repeatsAfterTwoSecondsThenEverMoreSeldomAndFiveTimesAtMost(RepetitionInfo repetition) {
        var retransmission = new Retransmission(new Random(repetition.getCurrentRepetition()));
        double first = seconds(retransmission);
        double second = seconds(retransmission);
        double third = seconds(retransmission);

        assertThat(first).isBetween(1.8, 2.2);
        assertThat(second).isBetween(first * 1.89, first * 2.11);
        assertThat(third).isBetween(second * 1.89, second * 2.11);
        assertThat(seconds(retransmission))
                .as("within 30 s in all")
                .satisfiesAnyOf(
                        last -> assertThat(last).isEqualTo(3600.0),
                        last -> assertThat(last + first + second + third).isLessThan(30));
        assertThat(seconds(retransmission)).isEqualTo(3600);
    }

    private static double seconds(Retransmission retransmission) {
        return retransmission.next().toMillis() / 1000.0;
    }
}
