package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign group remove}. */
@Command(name = "remove", description = "Remove a local group; its members stay.")
final class GroupRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "GROUP", description = "Its name, without local\\.")
    private String group = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var name = Accounts.groupName(group);
            if (!installation.accounts().removeGroup(name)) {
                throw CommandRefused.no("there is no local group \"" + name + "\"");
            }
            node.out().println("Removed the group local\\" + name + ".");
            return ExitCode.DONE;
        }
    }
}
