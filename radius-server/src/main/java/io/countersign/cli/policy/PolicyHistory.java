package io.countersign.cli.policy;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign policy history}. */
@Command(name = "history", description = "List the revisions, newest first; the first is in force.")
final class PolicyHistory implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table("revision", "at", "author", "comment");
            for (var revision : installation.policies().history()) {
                table.row(revision.number(), revision.at(), revision.author(), revision.comment());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
