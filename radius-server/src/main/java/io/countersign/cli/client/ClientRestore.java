package io.countersign.cli.client;

import io.countersign.cli.policy.Applied;
import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign client restore}. */
@Command(
        name = "restore",
        description = {
            "Bring a client that was removed within 30 days back, with the shared secret that it had then.",
            "Without a name: list those that can be brought back; --output is for this list."
        },
        footer = {"", "Example:", "  countersign client restore vpn-02 --comment 'removed by mistake'"})
final class ClientRestore implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The client's name.")
    private @Nullable String name;

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (name != null && output.isJson()) {
            throw CommandRefused.invalid(
                    "--output json is for the list of those that can be brought back, without a name");
        }
        try (var installation = node.open(comment)) {
            if (name == null) {
                ClientList.removed(installation).print(node.out(), output);
                return ExitCode.DONE;
            }
            var applied = new Applied(node, installation);
            var plan = installation
                    .policies()
                    .planRestore(name)
                    .orElseThrow(
                            () -> CommandRefused.no(
                                    "no client \"" + name
                                            + "\" was removed within 30 days; countersign client list --removed shows those that were"));
            applied.show(plan);
            if (!dryRun) {
                applied.write(plan, comment.text());
            }
            return ExitCode.DONE;
        }
    }
}
