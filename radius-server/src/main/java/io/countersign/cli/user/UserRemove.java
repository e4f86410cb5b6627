package io.countersign.cli.user;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign user remove}. */
@Command(name = "remove", description = "Remove a local user with all second factors.")
final class UserRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            // Not looked up first: one that does not verify must be removable.
            if (!installation.accounts().remove(name)) {
                throw Accounts.unknown(name);
            }
            node.out().println("Removed the local user " + name + " and their second factors.");
            return ExitCode.DONE;
        }
    }
}
