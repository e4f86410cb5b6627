package io.countersign.radius.netlogon;

import java.time.Duration;

/**
 * How domain controllers are treated.
 *
 * @param connections to each controller at most, each for one logon at a time; 1 to 64
 * @param connectWithin how long a controller may take until it can be asked, where there is another one to go to
 * @param passOver how long others go first where a controller has failed
 */
public record NetlogonSettings(int connections, Duration connectWithin, Duration passOver) {
    /** For all who have no reason to change something. */
    public static final NetlogonSettings DEFAULTS =
            new NetlogonSettings(4, Duration.ofSeconds(3), Duration.ofSeconds(30));

    /** Refuses what makes no sense. */
    public NetlogonSettings {
        if (connections < 1 || connections > 64) {
            throw new IllegalArgumentException("1 to 64 connections, not " + connections);
        }
        if (!connectWithin.isPositive() || passOver.isNegative()) {
            throw new IllegalArgumentException("no such times: " + connectWithin + ", " + passOver);
        }
    }
}
