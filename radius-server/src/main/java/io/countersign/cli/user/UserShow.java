package io.countersign.cli.user;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign user show}. */
@Command(name = "show", description = "Show a local user and their second factors.")
final class UserShow implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var user = Accounts.require(installation.accounts(), name);
            var held = Accounts.held(installation.factors(), user);
            new Table("name", "id", "enabled", "dialIn", "password", "lockedUntil", "groups", "factors")
                    .row(
                            user.name(),
                            user.id(),
                            user.enabled(),
                            Accounts.word(user.dialIn()),
                            Accounts.word(user.password()),
                            Accounts.lockedUntil(installation.accounts().lockedOut(), user),
                            new TreeSet<>(user.groups()),
                            held.stream().map(Accounts::word).toList())
                    .printSingle(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
