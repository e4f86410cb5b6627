package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Located;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Problem;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.radius.exchange.RadiusClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Warns of remote servers that may take all the time that a client gives, so that none is left for the next server of the group. */
public final class ServerTimeouts {
    private ServerTimeouts() {}

    /**
     * One warning for each such server, with the client that waits the shortest.
     *
     * @param clients those that the document will be used for
     */
    public static List<Problem> warnings(PolicyDocument document, List<RadiusClient> clients) {
        return document.remoteServerGroups().stream()
                .filter(group -> group.servers().size() > 1)
                .flatMap(
                        group -> shortest(document, group, clients).stream().flatMap(client -> warnings(group, client)))
                .toList();
    }

    private static Optional<RadiusClient> shortest(
            PolicyDocument document, RemoteServerGroup group, List<RadiusClient> clients) {
        return document.connectionRequestPolicies().stream()
                .filter(policy -> policy.enabled() && forwardsTo(group, policy))
                .flatMap(policy ->
                        clients.stream().filter(client -> policy.when().mayMatch(client.definition())))
                .min(Comparator.comparing(RadiusClient::answerWithin));
    }

    private static boolean forwardsTo(RemoteServerGroup group, ConnectionRequestPolicy policy) {
        Stream<Located<String>> here =
                policy.authentication() instanceof Authentication.ForwardTo(var to) ? Stream.of(to) : Stream.empty();
        return Stream.concat(here, policy.forwardAccounting().stream())
                .anyMatch(to -> to.value().equals(group.name()));
    }

    private static Stream<Problem> warnings(RemoteServerGroup group, RadiusClient client) {
        return group.servers().stream()
                .filter(server -> server.timeout().compareTo(client.answerWithin()) >= 0)
                .map(server -> new Problem(
                        server.at(),
                        "server " + server.name() + " has " + seconds(server.timeout()) + " to answer, but client "
                                + client.name() + " must be answered within " + seconds(client.answerWithin())
                                + ": no time is left for the next server of " + group.name(),
                        "write a shorter timeout for the server, or set a longer one on the client and here"));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
