package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign policy apply}. */
@Command(
        name = "apply",
        description =
                "Check a document as a whole and make it the newest revision. With any problem nothing is written. A document"
                        + " without `clients:` leaves the clients as they are. One that `policy export` printed is refused once somebody else"
                        + " has changed something since.",
        footer = {
            "",
            "Examples:",
            "  countersign policy apply policies.yaml --dry-run",
            "  countersign policy apply policies.yaml --cases policies.cases.txt",
            "  countersign policy apply policies.yaml --comment 'VPN needs a code'"
        })
final class PolicyApply implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @ArgGroup(multiplicity = "1")
    private final Where where = new Where();

    /** One of the two. */
    static final class Where {
        @Parameters(
                paramLabel = "FILE",
                description =
                        "The document; - for standard input. Its $${file:…} references are relative to its folder.")
        private @Nullable Path document;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "The same.")
        private @Nullable Path file;

        Path path() {
            return Objects.requireNonNull(document == null ? file : document);
        }
    }

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final CasesOption cases = new CasesOption();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var applied = new Applied(node, installation);
            var file = new DocumentFile(node, installation, where.path());
            var plan = file.plan();
            applied.show(plan);
            if (!plan.isEmpty()) {
                file.refuseOvertaken();
            }
            cases.require(node, installation, plan);
            if (!dryRun && !plan.isEmpty()) {
                applied.write(plan, comment.text());
                file.renewMark();
            }
            return ExitCode.DONE;
        }
    }
}
