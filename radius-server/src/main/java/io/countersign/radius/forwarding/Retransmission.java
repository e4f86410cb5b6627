package io.countersign.radius.forwarding;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a request is sent again (RFC 5080 §2.2.1): after about 2 s, then after twice as long each time, up to 16 s, five times in 30 s. */
final class Retransmission {
    private static final double INITIAL_SECONDS = 2;
    private static final double MOST_SECONDS = 16;
    private static final int MOST_TRANSMISSIONS = 5;
    private static final double LONGEST_SECONDS = 30;

    private final RandomGenerator random;
    private double interval;
    private double elapsed;
    private int transmissions;

    Retransmission(RandomGenerator random) {
        this.random = random;
    }

    /** After each transmission: how long to wait for the reply before the next. An hour if there is none any more. */
    Duration next() {
        transmissions++;
        interval = transmissions == 1
                ? INITIAL_SECONDS * (1 + jitter())
                : Math.min(2 * interval * (1 + jitter() / 2), MOST_SECONDS * (1 + jitter()));
        elapsed += interval;
        return transmissions >= MOST_TRANSMISSIONS || elapsed > LONGEST_SECONDS
                ? Duration.ofHours(1)
                : Duration.ofMillis(Math.round(interval * 1000));
    }

    /** Within a tenth up or down, so that many clients do not repeat at the same time. */
    private double jitter() {
        return (random.nextDouble() - 0.5) / 5;
    }
}
