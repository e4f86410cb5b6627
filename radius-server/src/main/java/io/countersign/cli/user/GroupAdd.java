package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign group add}. */
@Command(name = "add", description = "Add an empty local group.")
final class GroupAdd implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "GROUP", description = "Its name, without local\\.")
    private String group = "";

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var name = Accounts.groupName(group);
            if (!installation.accounts().addGroup(name)) {
                throw CommandRefused.no("there is a local group \"" + name + "\" already");
            }
            node.out().println("Added the group local\\" + name + ".");
            return ExitCode.DONE;
        }
    }
}
