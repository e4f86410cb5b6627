package io.countersign.cli.user;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.radius.identity.LocalName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign group list}. */
@Command(name = "list", description = "List the local groups, and the policies that name them.")
final class GroupList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table("name", "members", "policies");
            var naming = installation.policies().naming();
            installation
                    .accounts()
                    .members()
                    .forEach((group, members) -> table.row(
                            group, members, naming.getOrDefault(LocalName.folded("local\\" + group), List.of())));
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
