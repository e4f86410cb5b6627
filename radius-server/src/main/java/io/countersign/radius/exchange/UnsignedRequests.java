package io.countersign.radius.exchange;

import io.countersign.radius.event.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients whose unsigned requests are served: tells of each once an hour, with what mends it. Safe for use by many threads. */
public final class UnsignedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(UnsignedRequests.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(14);

    /**
     * When unsigned requests of a client came.
     *
     * @param first since the server started; anew if none came for 14 days
     * @param last not after this second
     */
    public record Seen(Instant first, Instant last) {}

    /** One client's. */
    private static final class Unsigned {
        private final Seldom told = new Seldom(INTERVAL);
        private final Instant first;
        private volatile Instant last;

        Unsigned(Instant first) {
            this.first = first;
            this.last = first;
        }
    }

    private final InstantSource clock;
    private final ConcurrentMap<String, Unsigned> byClient = new ConcurrentHashMap<>();

    /** None came yet. */
    public UnsignedRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** One was let in. */
    void served(RadiusClient client) {
        Instant now = clock.instant();
        Unsigned unsigned = byClient.computeIfAbsent(client.name(), _ -> new Unsigned(now));
        unsigned.last = now;
        if (unsigned.told.isDue(now)) {
            LOG.warn(
                    "{}: its requests without Message-Authenticator are served, so that anyone who can forge its address may send them; {}",
                    client.name(),
                    advice());
        }
    }

    /** What mends it. */
    public static String advice() {
        return "make it sign its requests if it can, then set message-authenticator: require; if it cannot, keep it on a network of its own";
    }

    /** By the clients' names. */
    public Map<String, Seen> seen() {
        Map<String, Seen> seen = new TreeMap<>();
        byClient.forEach((client, unsigned) -> seen.put(client, new Seen(unsigned.first, unsigned.last)));
        return seen;
    }

    /** Forgets those of whom nothing came for 14 days. Called now and then. */
    void sweep() {
        Instant before = clock.instant().minus(KEPT);
        byClient.values().removeIf(unsigned -> unsigned.last.isBefore(before));
    }
}
