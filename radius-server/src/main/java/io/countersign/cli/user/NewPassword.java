package io.countersign.cli.user;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.Passwords;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign user password}. */
@Command(name = "password", description = "Give a local user another password.")
final class NewPassword implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final Passwords passwords = new Passwords();

    @Mixin
    private final StorageOption store = new StorageOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var accounts = installation.accounts();
            var user = Accounts.require(accounts, name);
            accounts.password(user, passwords.read(node.surroundings(), user.name()), store.storage());
            node.out().println("Changed the password of " + user.name() + ".");
            return ExitCode.DONE;
        }
    }
}
