package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.event.Change.Kind;
import java.util.Optional;
import java.util.Set;
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

    /** Who is in a hurry means the last change; clients are none of a revision. */
    private static Optional<String> newestOfClients(Installation installation) {
        return installation.history(Set.of(), 1).stream()
                .filter(change -> change.deed().kinds().contains(Kind.CLIENTS)
                        && !change.deed().kinds().contains(Kind.POLICIES))
                .findFirst()
                .map(change -> "Note: the newest change, " + change.number() + " " + change.who()
                        + ", was of clients, which a rollback leaves as they are. A client that was removed comes back by:"
                        + " countersign client restore NAME");
    }

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var applied = new Applied(node, installation);
            long number = revision == null ? Revisions.before(installation.policies()) : revision;
            var plan = installation.policies().planRollback(number).orElseThrow(() -> Revisions.unknown(number));
            node.out().println("Back to revision " + number + ":");
            if (revision == null) {
                newestOfClients(installation).ifPresent(note -> node.err().println(note));
            }
            applied.show(plan);
            if (!dryRun && !plan.changes().isEmpty()) {
                applied.write(plan, comment.text().isEmpty() ? "rollback to " + number : comment.text());
            }
            return ExitCode.DONE;
        }
    }
}
