package io.countersign.cli.user;

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

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var user = Accounts.require(installation.accounts(), name);
            installation.accounts().remove(user.name());
            node.out().println("Removed the local user " + user.name() + " and their second factors.");
            return ExitCode.DONE;
        }
    }
}
