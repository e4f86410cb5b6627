package io.countersign.radius.exchange;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The RADIUS clients by source address. Threads look up while another replaces them all; each look-up sees either the old or the new ones. */
public final class Clients {
    private volatile Snapshot current; // publishes a finished snapshot

    /** These clients. No two may have equal addresses or ranges. */
    public Clients(List<RadiusClient> clients) {
        this.current = Snapshot.of(clients);
    }

    /** Puts others in place of all clients. Requests in work keep the client they came from. */
    public void replace(List<RadiusClient> clients) {
        current = Snapshot.of(clients);
    }

    /** The client that an address belongs to: the one with the longest prefix (RFC 2865 §3: never chosen by an attribute). */
    public Optional<RadiusClient> find(InetAddress address) {
        return current.find(address);
    }

    /** Single addresses by hash, ranges in a list with the longest prefix first. */
    private record Snapshot(Map<InetAddress, RadiusClient> single, List<RadiusClient> ranges) {
        static Snapshot of(List<RadiusClient> clients) {
            Map<InetAddress, RadiusClient> single = new HashMap<>();
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
            return new Snapshot(Map.copyOf(single), List.copyOf(ranges));
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
