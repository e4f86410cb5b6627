package io.countersign.radius.administration;

import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.ClientTraffic;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What running servers say of themselves, for tests. */
final class RunningServers {
    private RunningServers() {}

    static ServerStatus status(
            List<String> unavailable, Map<String, String> refused, Map<String, ClientTraffic.Seen> traffic) {
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
                1);
    }
}
