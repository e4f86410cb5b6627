package io.countersign.radius.forwarding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Whose turn it is: lower priorities first, and among equals at random, by their weights. */
final class ServerOrder {
    private ServerOrder() {}

    static List<Server> of(List<Server> servers, RandomGenerator random) {
        List<Server> left = new ArrayList<>(servers);
        List<Server> turns = new ArrayList<>();
        while (!left.isEmpty()) {
            int first = left.stream()
                    .mapToInt(server -> server.definition().priority())
                    .min()
                    .orElseThrow();
            Server next = byWeight(
                    left.stream()
                            .filter(server -> server.definition().priority() == first)
                            .sorted(Comparator.comparing(Server::name))
                            .toList(),
                    random);
            turns.add(next);
            left.remove(next);
        }
        return turns;
    }

    private static Server byWeight(List<Server> equals, RandomGenerator random) {
        int sum =
                equals.stream().mapToInt(server -> server.definition().weight()).sum();
        int drawn = random.nextInt(sum);
        for (Server server : equals) {
            drawn -= server.definition().weight();
            if (drawn < 0) {
                return server;
            }
        }
        throw new IllegalStateException("weights of " + sum);
    }
}
