package io.countersign.radius.administration;

import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.UnsignedRequests;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What running servers say of themselves, for tests. */
final class RunningServers {
    private RunningServers() {}

    static ServerStatus status(
            List<String> unavailable, Map<String, String> refused, Map<String, ClientTraffic.Seen> traffic) {
        return status(unavailable, refused, traffic, List.of(), Map.of());
    }

    static ServerStatus thatDiscards(Discards.Recent... recent) {
        return status(List.of(), Map.of(), Map.of(), List.of(recent), Map.of());
    }

    static ServerStatus thatServesUnsigned(Map<String, UnsignedRequests.Seen> unsigned) {
        return status(List.of(), Map.of(), Map.of(), List.of(), unsigned);
    }

    private static ServerStatus status(
            List<String> unavailable,
            Map<String, String> refused,
            Map<String, ClientTraffic.Seen> traffic,
            List<Discards.Recent> discards,
            Map<String, UnsignedRequests.Seen> unsigned) {
        return new ServerStatus(
                ServerStatus.State.RUNNING,
                "1",
                1,
                Instant.EPOCH,
                List.of(),
                List.of(),
                1,
                1,
                List.of(),
                0,
                unavailable,
                refused,
                traffic,
                discards,
                unsigned,
                1);
    }
}
