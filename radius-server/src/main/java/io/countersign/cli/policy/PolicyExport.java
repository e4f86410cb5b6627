package io.countersign.cli.policy;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.ExportMark;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign policy export}. */
@Command(
        name = "export",
        description = {
            "Print policies and clients as a document that `policy apply` reads again; secrets as $${sealed}, which means keep.",
            "Its first line lets `policy apply` refuse it once somebody else has changed something."
        },
        footer = {
            "",
            "Examples:",
            "  countersign policy export > current.yaml",
            "  countersign policy export --revision 12 > before.yaml"
        })
final class PolicyExport implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "The policies of an earlier revision instead, without the clients, which are in no revision.")
    private @Nullable Long revision;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            if (revision != null) {
                long number = revision;
                node.out()
                        .print(installation
                                .policies()
                                .revisionText(number)
                                .orElseThrow(() -> Revisions.unknown(number)));
                node.out().flush();
                return ExitCode.DONE;
            }
            long newest = installation.newestOfDocument(); // before all else: rather one change too few than too many
            node.out()
                    .print(ExportMark.line(newest)
                            + installation
                                    .policies()
                                    .export(unreadable -> unreadable
                                            .problems()
                                            .forEach(problem -> node.err().println("Warning: " + problem))));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
