package io.countersign.cli.user;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign group list}. */
@Command(name = "list", aliases = "ls", description = "List the local groups, and the policies that name them.")
final class GroupList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table("name", "members", "policies");
            var naming = Naming.read(installation);
            if (naming instanceof Naming.Unreadable unreadable) {
                unreadable.problems().forEach(problem -> node.err().println("Warning: " + problem));
            }
            installation
                    .accounts()
                    .members()
                    .forEach((group, members) -> table.row(group, members, policies(naming, group)));
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }

    private static Optional<List<String>> policies(Naming naming, String group) {
        return switch (naming) {
            case Naming.Known known -> Optional.of(known.of(group));
            case Naming.Unreadable _ -> Optional.empty();
        };
    }
}
