package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign policy rollback}. */
@Command(
        name = "rollback",
        description =
                "Make an earlier revision's policies the newest revision. Clients and their secrets stay as they are.")
final class PolicyRollback implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "REVISION", description = "Its number, as `policy history` shows it.")
    private long number;

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var applied = new Applied(node, installation);
            var plan = installation
                    .policies()
                    .planRollback(number)
                    .orElseThrow(() -> CommandRefused.no("there is no revision " + number));
            applied.show(plan);
            if (!dryRun && !plan.changes().isEmpty()) {
                applied.write(plan, comment.text().isEmpty() ? "rollback to " + number : comment.text());
            }
            return ExitCode.DONE;
        }
    }
}
