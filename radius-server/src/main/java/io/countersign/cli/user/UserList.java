package io.countersign.cli.user;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.administration.Factors;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.plugins.PluginRefused;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign user list}. */
@Command(name = "list", aliases = "ls", description = "List the local users.")
final class UserList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var table = new Table("name", "enabled", "dialIn", "password", "lockedUntil", "lockedFactors", "groups");
            var factors = factors(installation);
            var locked = installation.accounts().lockedOut();
            for (var user : installation.accounts().list()) {
                table.row(
                        user.name(),
                        user.enabled(),
                        Accounts.word(user.dialIn()),
                        Accounts.word(user.password()),
                        Accounts.lockedUntil(locked, user),
                        factors.map(known -> Accounts.lockedFactors(known, user))
                                .orElse(List.of()),
                        new TreeSet<>(user.groups()));
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }

    /** Users are listed too where a plugin cannot be loaded. */
    private Optional<Factors> factors(Installation installation) {
        try {
            return Optional.of(installation.factors());
        } catch (PluginRefused | InvalidDocument refused) {
            node.err().println("Warning: which second factors are locked is not known: " + refused.getMessage());
            return Optional.empty();
        }
    }
}
