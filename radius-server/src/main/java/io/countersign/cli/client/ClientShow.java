package io.countersign.cli.client;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign client show}. */
@Command(name = "show", description = "Print one client as an item of its list in a document, without its secret.")
final class ClientShow implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NAME", description = "The client's name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var client = installation
                    .client(name)
                    .orElseThrow(() -> CommandRefused.unknown(
                            "client",
                            name,
                            installation.clients().stream()
                                    .map(known -> known.name())
                                    .toList(),
                            "countersign client list"));
            node.out()
                    .print(PolicyWriter.writeItems(new PolicyDocument(
                            Optional.of(List.of(client.definition())), List.of(), List.of(), List.of())));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
