package io.countersign.cli.directory;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign directory list}. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List the directories that policies may name, besides that of local users.")
final class ListDirectories implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table("directory");
            installation.domains().forEach(table::row);
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
