package io.countersign.radius.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.Location;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.SecretReference;
import io.countersign.radius.crypto.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ServerOrderTest {
    @RepeatedTest(8)
    void asksThoseOfALowerPriorityFirst() {
        var turns = ServerOrder.of(List.of(server("c", 3, 100), server("a", 1, 1), server("b", 2, 100)), new Random(1));

        assertThat(turns).extracting(Server::name).containsExactly("a", "b", "c");
    }

    @Test
    void sharesAmongEqualsByWeight() {
        var random = new Random(1);
        var servers = List.of(server("heavy", 1, 75), server("light", 1, 25));
        long heavyFirst = 0;
        for (int i = 0; i < 10_000; i++) {
            var turns = ServerOrder.of(servers, random);
            assertThat(turns).hasSize(2);
            heavyFirst += turns.getFirst().name().equals("heavy") ? 1 : 0;
        }

        assertThat(heavyFirst).isBetween(7_200L, 7_800L);
    }

    private static Server server(String name, int priority, int weight) {
        return new Server(
                new RemoteServer(
                        name,
                        InetAddress.ofLiteral("127.0.0.1"),
                        1812,
                        1813,
                        new SecretReference.Sealed(),
                        priority,
                        weight,
                        Duration.ofSeconds(3),
                        5,
                        Duration.ofSeconds(30),
                        false,
                        new Location("test", 1, 1)),
                Secret.ofText("s"));
    }
}
