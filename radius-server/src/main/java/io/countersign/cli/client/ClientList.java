package io.countersign.cli.client;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.RunningServer;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.Words;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.RadiusClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign client list}. */
@Command(
        name = "list",
        aliases = "ls",
        description = {
            "List the RADIUS clients, without their secrets.",
            "If the server runs, with what it has seen of how long they wait: after how long they send a request again, and after how"
                    + " long they give up. Compare that with timeout."
        })
final class ClientList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--removed",
            description = "Those that were removed within 30 days and can be brought back instead.")
    private boolean removed;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            if (removed) {
                removed(installation).print(node.out(), output);
                return ExitCode.DONE;
            }
            var traffic = RunningServer.status(installation)
                    .map(ServerStatus::traffic)
                    .orElse(Map.of());
            var table = new Table(
                    "name",
                    "address",
                    "type",
                    "vendor",
                    "timeoutSeconds",
                    "repeatsAfterSeconds",
                    "givesUpAfterSeconds",
                    "challenge",
                    "messageAuthenticator",
                    "signing",
                    "limitProxyState",
                    "statusServer",
                    "unsafe");
            for (var client : installation.clients()) {
                var definition = client.definition();
                var seen = Optional.ofNullable(traffic.get(client.name()));
                table.row(
                        definition.name(),
                        definition.address(),
                        Words.of(definition.type()),
                        definition.vendor(),
                        definition.timeout().toSeconds(),
                        seen.flatMap(ClientTraffic.Seen::repeatsAfter).map(ClientList::seconds),
                        seen.flatMap(ClientTraffic.Seen::givesUpAfter).map(ClientList::seconds),
                        definition.challenge(),
                        Words.of(definition.messageAuthenticator()),
                        signing(client),
                        definition.limitProxyState(),
                        Words.of(definition.statusServer()),
                        definition.unsafe().stream().map(Words::of).sorted().toList());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Those that can be brought back. */
    static Table removed(Installation installation) {
        var table = new Table("name", "address", "type", "removed", "until");
        for (var client : installation.policies().removedClients()) {
            var definition = client.definition();
            table.row(
                    definition.name(),
                    definition.address(),
                    Words.of(definition.type()),
                    client.removedAt(),
                    client.until());
        }
        return table;
    }

    /** What is known of a client that is set to learn: who still has to be made sign. */
    private static Optional<String> signing(RadiusClient client) {
        return client.learning()
                .map(learning -> learning.signedAt()
                        .map(at -> "signs since " + day(at))
                        .orElseGet(() -> "not seen; must from " + day(learning.end())));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneId.systemDefault());
    }
}
