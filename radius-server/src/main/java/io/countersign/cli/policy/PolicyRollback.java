package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign policy rollback}. */
@Command(
        name = "rollback",
        description =
                "Make an earlier revision's policies the newest revision. Clients and their secrets stay as they are. Without a number"
                        + " it is the revision before the newest.",
        footer = {"", "Examples:", "  countersign policy rollback --dry-run", "  countersign policy rollback 12"})
final class PolicyRollback implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(arity = "0..1", paramLabel = "REVISION", description = "Its number, as `policy history` shows it.")
    private @Nullable Long revision;

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var applied = new Applied(node, installation);
            long number = revision == null ? installation.policies().revision() - 1 : revision;
            if (revision == null && number < 1) {
                throw CommandRefused.no(
                        "there is no revision before the present one; countersign policy history shows all");
            }
            node.out().println("Back to revision " + number + ":");
            var plan = installation.policies().planRollback(number).orElseThrow(() -> Revisions.unknown(number));
            applied.show(plan);
            if (!dryRun && !plan.changes().isEmpty()) {
                applied.write(plan, comment.text().isEmpty() ? "rollback to " + number : comment.text());
            }
            return ExitCode.DONE;
        }
    }
}
