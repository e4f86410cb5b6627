package io.countersign.radius.exchange;

import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Shows packets as they come and go to whoever looks on; costs nothing while nobody does. Safe for use by many threads. */
public final class PacketWatch {
    private final InstantSource clock;
    private final List<Consumer<Sighting>> watchers = new CopyOnWriteArrayList<>();

    /** Nobody looks on yet. */
    public PacketWatch(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One packet.
     *
     * @param outgoing whether it is a reply of ours
     * @param client the RADIUS client's name; of an unknown one, {@link Discards#UNKNOWN}
     * @param peer where it came from or goes to
     * @param hex its octets: passwords in them are hidden by the shared secret only
     * @param remark why it is met with silence; empty if it is not
     */
    public record Sighting(
            Instant at, boolean outgoing, String client, InetSocketAddress peer, String hex, String remark) {}

    /** Ends with {@link #close}. */
    public interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** Shows packets from now on. The watcher is called on listeners' threads and must not block. */
    public Watching watch(Consumer<Sighting> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    boolean isOn() {
        return !watchers.isEmpty();
    }

    void came(String client, InetSocketAddress peer, Octets octets, String remark) {
        show(false, client, peer, octets, remark);
    }

    void goes(String client, InetSocketAddress peer, Octets octets) {
        show(true, client, peer, octets, "");
    }

    private void show(boolean outgoing, String client, InetSocketAddress peer, Octets octets, String remark) {
        if (isOn()) {
            var sighting = new Sighting(clock.instant(), outgoing, client, peer, octets.hex(), remark);
            watchers.forEach(watcher -> watcher.accept(sighting));
        }
    }
}
