package io.countersign.cli.servers;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign server-group show}. */
@Command(
        name = "show",
        description = "Print one group with its servers as an item of its list in a document, without their secrets.")
final class ServerGroupShow implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NAME", description = "The group's name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var group = installation.policies().current().remoteServerGroups().stream()
                    .filter(known -> CaseFolding.same(known.name(), name))
                    .findFirst()
                    .orElseThrow(() -> CommandRefused.no("there is no remote server group \"" + name
                            + "\"; countersign server-group list shows them"));
            node.out()
                    .print(PolicyWriter.writeItems(
                            new PolicyDocument(Optional.empty(), List.of(group), List.of(), List.of())));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
