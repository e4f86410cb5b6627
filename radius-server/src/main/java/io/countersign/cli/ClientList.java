package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.Words;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign client list}. */
@Command(name = "list", description = "List the RADIUS clients, without their secrets.")
final class ClientList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table(
                    "name",
                    "address",
                    "type",
                    "vendor",
                    "timeoutSeconds",
                    "challenge",
                    "messageAuthenticator",
                    "unsafe");
            for (var client : installation.clients()) {
                var definition = client.definition();
                table.row(
                        definition.name(),
                        definition.address(),
                        Words.of(definition.type()),
                        definition.vendor(),
                        definition.timeout().toSeconds(),
                        definition.challenge(),
                        Words.of(definition.messageAuthenticator()),
                        definition.unsafe().stream().map(Words::of).sorted().toList());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
