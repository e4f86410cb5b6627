package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.radius.event.Seldom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the logins that clients send again as new requests, and tells of each such client once an hour, with what mends it. */
final class RepeatedLogins {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedLogins.class);

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int MOST_CLIENTS = 10_000;

    private final LongAdder count = new LongAdder();
    private final InstantSource clock;
    private final Cache<String, Seldom> told = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .executor(Runnable::run)
            .build();

    RepeatedLogins(InstantSource clock) {
        this.clock = clock;
    }

    void happened(Login earlier, Login again) {
        count.increment();
        if (told.get(again.client(), _ -> new Seldom(INTERVAL)).isDue(clock.instant())) {
            LOG.warn(
                    "{}: sends a login again as a new request, {} s after the first; the user is asked once and the last request is "
                            + "answered. Let it wait at least as long as the client's timeout: here, and send each request once",
                    again.client(),
                    Duration.between(earlier.receivedAt(), again.receivedAt()).toSeconds());
        }
    }

    long count() {
        return count.sum();
    }
}
