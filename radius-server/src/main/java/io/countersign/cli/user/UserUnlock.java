package io.countersign.cli.user;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign user unlock}. */
@Command(
        name = "unlock",
        description = "Forget a local user's wrong passwords, so that an account that they have locked is open again.")
final class UserUnlock implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var accounts = installation.accounts();
            var user = Accounts.require(accounts, name);
            boolean wasLocked = accounts.unlock(user);
            node.out()
                    .println(
                            wasLocked
                                    ? "Unlocked the local user " + user.name() + "."
                                    : "The local user " + user.name()
                                            + " was not locked; any wrong passwords are forgotten.");
            return ExitCode.DONE;
        }
    }
}
