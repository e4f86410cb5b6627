package io.countersign.radius.administration;

import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What running servers say of themselves, for tests. */
final class RunningServers {
    private RunningServers() {}

    static ServerStatus status(
            List<String> unavailable, Map<String, String> refused, Map<String, ClientTraffic.Seen> traffic) {
        return status(unavailable, refused, traffic, List.of());
    }

    static ServerStatus thatDiscards(Discards.Recent... recent) {
        return status(List.of(), Map.of(), Map.of(), List.of(recent));
    }

    private static ServerStatus status(
            List<String> unavailable,
            Map<String, String> refused,
            Map<String, ClientTraffic.Seen> traffic,
            List<Discards.Recent> discards) {
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
                1);
    }
}
