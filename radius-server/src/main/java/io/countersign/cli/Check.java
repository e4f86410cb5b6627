package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign check}. */
@Command(
        name = "check",
        description = {
            "Verify settings, store, plugins and policies, as a start would. Writes nothing. Exit code 2 for settings, plugins and"
                    + " policies that are not valid, 3 if the store cannot be opened or something in it does not verify, 4 if only"
                    + " an address cannot be had.",
            "With --seal-anew: show what was changed in the store without its key, and with --yes take for good which users,"
                    + " groups and second factors are there, and the change log as it stands. For what neither a backup nor `user"
                    + " remove` mends. Look at `user list` and `mfa list` afterwards: whoever reached into the database may"
                    + " have put somebody back."
        })
final class Check implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Option(names = "--seal-anew", description = "Mend the store by taking it as it is.")
    private boolean sealAnew;

    @Option(
            names = "--yes",
            description = "With --seal-anew: do it. Else it is only shown what would be taken for good.")
    private boolean yes;

    @Override
    public Integer call() {
        return sealAnew ? sealed() : checked();
    }

    private Integer sealed() {
        try (var installation = node.open(comment)) {
            var damage = installation.damage();
            damage.forEach(node.out()::println);
            if (damage.isEmpty()) {
                node.out().println("Everything verifies; there is nothing to seal anew.");
                return ExitCode.DONE;
            }
            if (!yes) {
                node.out()
                        .println(
                                "Nothing was written. To take the store as it is: countersign check --seal-anew --yes");
                return ExitCode.NO;
            }
            var left = installation.sealAnew();
            node.out().println("Sealed anew. Now look at: countersign user list, countersign mfa list USER");
            left.forEach(line -> node.err().println("Still refused: " + line));
            return left.isEmpty() ? ExitCode.DONE : ExitCode.NO;
        }
    }

    private Integer checked() {
        try (var installation = node.openWhole()) {
            var summary = installation.summary();
            var audit = installation.auditFaults();
            if (!audit.isEmpty()) {
                throw CommandRefused.invalid(String.join("\n", audit));
            }
            refuse(installation.damage(), installation.addressFaults());
            summary.forEach(node.out()::println);
            installation.warnings().forEach(warning -> node.err().println("Warning: " + warning));
            return ExitCode.DONE;
        }
    }

    /** Damage is told apart from an address that cannot be had: the one is for ever, the other may be over in a moment. */
    private static void refuse(List<String> damage, List<String> addresses) {
        var faults = String.join(
                "\n", Stream.concat(damage.stream(), addresses.stream()).toList());
        if (!damage.isEmpty()) {
            throw CommandRefused.couldNot(faults);
        }
        if (!addresses.isEmpty()) {
            throw CommandRefused.cannotListen(faults);
        }
    }
}
