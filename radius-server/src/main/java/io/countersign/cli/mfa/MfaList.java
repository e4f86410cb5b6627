package io.countersign.cli.mfa;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign mfa list}. */
@Command(name = "list", aliases = "ls", description = "List a user's second factors, without their secrets.")
final class MfaList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "USER", description = "The login name, with its domain if it needs one.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var factors = installation.factors();
            var table = new Table("provider", "id", "label", "added", "lastUsed", "locked");
            for (var held : factors.list(Holders.require(factors, name))) {
                var credential = held.credential();
                table.row(
                        held.provider(),
                        credential.id(),
                        credential.label(),
                        credential.added(),
                        credential.lastUsed(),
                        credential.lockedBecause());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
