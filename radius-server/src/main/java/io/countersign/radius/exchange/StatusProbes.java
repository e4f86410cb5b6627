package io.countersign.radius.exchange;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Bounds how often clients are told that the server is there: a proxy asks every few seconds, nobody needs more. */
final class StatusProbes {
    private static final int PER_SECOND = 20;

    private final InstantSource clock;
    private final ConcurrentMap<String, Second> byClient = new ConcurrentHashMap<>();

    StatusProbes(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a probe of a client, and answers whether it has sent more within this second than it may. */
    boolean isOneTooMany(String client) {
        long now = clock.instant().getEpochSecond();
        return byClient.merge(client, new Second(now, 1), Second::plus).probes() > PER_SECOND;
    }

    /** Forgets whom it would not have to know any more. Called now and then. */
    void sweep() {
        long now = clock.instant().getEpochSecond();
        byClient.values().removeIf(second -> second.epochSecond() != now);
    }

    /** How many clients it knows. */
    int clients() {
        return byClient.size();
    }

    private record Second(long epochSecond, int probes) {
        Second plus(Second next) {
            return next.epochSecond == epochSecond ? new Second(epochSecond, probes + 1) : next;
        }
    }
}
