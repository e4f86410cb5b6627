package io.countersign.radius.exchange;

import io.countersign.radius.event.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the clients whose unsigned requests are served, once an hour each, with what mends it. */
final class UnsignedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(UnsignedRequests.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final InstantSource clock;
    private final ConcurrentMap<String, Seldom> byClient = new ConcurrentHashMap<>();

    UnsignedRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** One was let in. */
    void served(RadiusClient client) {
        if (byClient.computeIfAbsent(client.name(), _ -> new Seldom(INTERVAL)).isDue(clock.instant())) {
            LOG.warn(
                    "{}: its requests without Message-Authenticator are served, so that anyone who can forge its address may send them; "
                            + "make it sign its requests if it can, then set message-authenticator: require; if it cannot, keep it on a network "
                            + "of its own",
                    client.name());
        }
    }

    /** Forgets whom nothing was told of for an hour. Called now and then. */
    void sweep() {
        Instant now = clock.instant();
        byClient.values().removeIf(told -> told.isForgettable(now));
    }

    /** How many clients it knows. */
    int clients() {
        return byClient.size();
    }
}
