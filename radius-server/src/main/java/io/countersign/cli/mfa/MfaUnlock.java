package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Factors;
import io.countersign.radius.administration.Factors.Held;
import io.countersign.radius.identity.User;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign mfa unlock}. */
@Command(
        name = "unlock",
        description =
                "Make a user's locked second factor work again, and forget how far the clock of the device was off.")
final class MfaUnlock implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(index = "0", paramLabel = "USER", description = "The login name, with its domain if it needs one.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "One credential. Default: all.")
    private @Nullable String id;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var factors = installation.factors();
            var user = Holders.require(factors, name);
            var unlocked = asked(factors, user).stream()
                    .filter(held -> factors.unlock(user, held))
                    .toList();
            if (unlocked.isEmpty()) {
                throw CommandRefused.no(
                        "no second factor of " + user.name() + " was locked, or had a clock that is off");
            }
            unlocked.forEach(held -> node.out()
                    .println(told(held) + " " + held.provider() + " "
                            + held.credential().id() + " of " + user.name() + "."));
            factors.unnoted().forEach(line -> node.err().println("Warning: " + line));
            return ExitCode.DONE;
        }
    }

    private static String told(Held held) {
        return held.credential().lockedBecause().isPresent() ? "Unlocked" : "Forgot the clock of";
    }

    private List<Held> asked(Factors factors, User user) {
        return id == null ? factors.list(user) : List.of(Holders.require(factors, user, id));
    }
}
