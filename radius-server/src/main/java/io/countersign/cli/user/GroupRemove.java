package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign group remove}. */
@Command(name = "remove", description = "Remove a local group; its members stay.")
final class GroupRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "GROUP", description = "Its name, without local\\.")
    private String group = "";

    @Option(names = "--force", description = "Even if policies name it; they then hold for nobody by this group.")
    private boolean force;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var name = Accounts.groupName(group);
            switch (Naming.read(installation)) {
                case Naming.Known known -> require(known.of(name), name);
                case Naming.Unreadable unreadable -> require(unreadable, name);
            }
            if (!installation.accounts().removeGroup(name)) {
                throw CommandRefused.no("there is no local group \"" + name + "\"");
            }
            node.out().println("Removed the group local\\" + name + ".");
            return ExitCode.DONE;
        }
    }

    private void require(List<String> naming, String name) {
        if (!naming.isEmpty() && !force) {
            throw CommandRefused.no("the group local\\" + name + " is named by the policies "
                    + String.join(", ", naming) + "; change them first, or use --force");
        }
    }

    /** A group that a policy may deny by is not removed unasked: its members cannot be brought back. */
    private void require(Naming.Unreadable unreadable, String name) {
        if (!force) {
            throw CommandRefused.no("whether a policy names the group local\\" + name + " is not known, as "
                    + String.join("; ", unreadable.problems()) + "; mend them first, or use --force");
        }
        unreadable.problems().forEach(problem -> node.err().println("Warning: " + problem));
    }
}
