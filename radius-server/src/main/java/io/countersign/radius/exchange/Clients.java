package io.countersign.radius.exchange;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** The RADIUS clients by source address. Threads look up while another replaces them all; each look-up sees either the old or the new ones. */
public final class Clients {
    private volatile Snapshot current; // publishes a finished snapshot

    /** Guards changes of {@link #current}. */
    private final ReentrantLock changing = new ReentrantLock();

    private final Learnt learnt;

    /** These clients. No two may have equal addresses or ranges. */
    public Clients(List<RadiusClient> clients, Learnt learnt) {
        this.current = Snapshot.of(clients);
        this.learnt = learnt;
    }

    /** Hears that a client which is set to learn signs. */
    @FunctionalInterface
    public interface Learnt {
        /** Called once, on a listener's thread; must not block and not throw. */
        void signs(RadiusClient client, Instant at);
    }

    /**
     * Puts others in place of all clients. Requests in work keep the client they came from. What was learnt of a client stays learnt, as the
     * store may not know it yet.
     */
    public void replace(Collection<RadiusClient> clients) {
        changing.lock();
        try {
            current = Snapshot.of(
                    clients.stream().map(client -> current.asKnown(client)).toList());
        } finally {
            changing.unlock();
        }
    }

    /** Takes in that a client signs: from now on it must. */
    void signs(RadiusClient client, Instant at) {
        changing.lock();
        try {
            Optional<RadiusClient> known =
                    current.find(client.definition().address().network());
            if (known.isEmpty()
                    || !known.get().definition().equals(client.definition())
                    || !known.get().learns(at)) {
                return;
            }
            current.put(client.signing(at));
        } finally {
            changing.unlock();
        }
        learnt.signs(client, at);
    }

    /** The client that a datagram came from: the one with the longest prefix (RFC 2865 §3: never chosen by an attribute). */
    public Optional<RadiusClient> find(Origin origin) {
        return current.find(origin.peer().getAddress());
    }

    /** Single addresses by hash, ranges in a list with the longest prefix first. */
    private record Snapshot(ConcurrentMap<InetAddress, RadiusClient> single, List<RadiusClient> ranges) {
        static Snapshot of(List<RadiusClient> clients) {
            ConcurrentMap<InetAddress, RadiusClient> single = new ConcurrentHashMap<>();
            List<RadiusClient> ranges = new ArrayList<>();
            for (RadiusClient client : clients) {
                if (client.definition().address().isSingle()) {
                    single.put(client.definition().address().network(), client);
                } else {
                    ranges.add(client);
                }
            }
            ranges.sort(Comparator.comparingInt((RadiusClient client) ->
                            client.definition().address().prefix())
                    .reversed());
            return new Snapshot(single, List.copyOf(ranges));
        }

        /** The client, and what was learnt of it if it is the same. */
        RadiusClient asKnown(RadiusClient client) {
            RadiusClient before = single.get(client.definition().address().network());
            if (before == null
                    || !before.name().equals(client.name())
                    || !since(before).equals(since(client))
                    || client.learning().flatMap(Learning::signedAt).isPresent()) {
                return client;
            }
            return new RadiusClient(client.definition(), client.secret(), before.learning());
        }

        private static Optional<Instant> since(RadiusClient client) {
            return client.learning().map(Learning::since);
        }

        /** Puts one client on a single address in place of what it was: a copy of all for each that is learnt would be quadratic. */
        void put(RadiusClient client) {
            single.put(client.definition().address().network(), client);
        }

        Optional<RadiusClient> find(InetAddress address) {
            RadiusClient exact = single.get(address);
            if (exact != null) {
                return Optional.of(exact);
            }
            for (RadiusClient client : ranges) {
                if (client.definition().address().contains(address)) {
                    return Optional.of(client);
                }
            }
            return Optional.empty();
        }
    }
}
