package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign mfa revoke}. */
@Command(name = "revoke", description = "Take a second factor away from a user.")
final class MfaRevoke implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(index = "0", paramLabel = "USER", description = "The login name, with its domain if it needs one.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The credential, as `mfa list` shows it.")
    private String id = "";

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var factors = installation.factors();
            var user = Holders.require(factors, name);
            var held = Holders.require(factors, user, id);
            if (!factors.revoke(user, held)) {
                throw CommandRefused.no("the credential " + id + " of " + user.name() + " was revoked meanwhile");
            }
            node.out().println("Revoked " + held.provider() + " " + id + " of " + user.name() + ".");
            factors.unnoted().forEach(line -> node.err().println("Warning: " + line));
            return ExitCode.DONE;
        }
    }
}
