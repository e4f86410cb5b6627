package io.countersign.radius.app;

import io.countersign.radius.access.PoliciesInForce;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.RadiusClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is in force, replaced as a whole while requests are decided.
 *
 * <p>A request is decided by one state from beginning to end: if its client was found before a change and is not the same after it, nothing
 * is decided, and the client asks again. What was loaded for an earlier state is closed soon after the last request that it decides has
 * ended. Safe for use by many threads; replaced by one at a time.
 */
final class InForce implements PoliciesInForce, AutoCloseable {
    /** What a login leaves behind, the taking back of a prompt, has ended by then. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(6);

    private final Clients clients;
    private final Duration afterwards;
    private final Set<Loaded> retired = ConcurrentHashMap.newKeySet();
    private volatile Live live; // publishes a finished state to the threads of requests

    /** Puts a first state in force, its clients among them. */
    InForce(Live first, Clients clients) {
        this(first, clients, AFTERWARDS);
    }

    /** With how long after its last use something is closed. */
    InForce(Live first, Clients clients, Duration afterwards) {
        this.clients = clients;
        this.afterwards = afterwards;
        this.live = first;
        clients.replace(first.clients().values());
    }

    Live live() {
        return live;
    }

    @Override
    public Optional<Lent> lend(RadiusClient client) {
        var now = live;
        while (!now.loaded().begin()) {
            var next = live;
            if (next.loaded() == now.loaded()) {
                return Optional.empty(); // the last one, and closed
            }
            now = next;
        }
        if (!now.has(client)) {
            now.loaded().end();
            return Optional.empty();
        }
        return Optional.of(new Lent(now.policies(), now.loaded()::end));
    }

    /** Puts another state in place of the one in force. */
    void replace(Live next) {
        var before = live;
        live = next;
        clients.replace(next.clients().values());
        if (before.loaded() != next.loaded()) {
            retire(before.loaded());
        }
    }

    /** Closes what is loaded and what was. No request may be in work that could still let somebody in. */
    @Override
    public void close() {
        retire(live.loaded());
        retired.forEach(Loaded::close);
    }

    private void retire(Loaded loaded) {
        retired.add(loaded);
        loaded.retire(() -> Thread.ofVirtual().name("close-plugins").start(() -> closeSoon(loaded)));
    }

    private void closeSoon(Loaded loaded) {
        try {
            Thread.sleep(afterwards);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible); // nobody else has this thread
        }
        loaded.close();
        retired.remove(loaded);
    }
}
