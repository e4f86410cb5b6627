package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --cases}, for what makes a whole document the newest revision. */
final class CasesOption {
    @Option(
            names = "--cases",
            paramLabel = "CASES",
            description =
                    "A file of cases, as for `policy test`: if one fails on the new document, nothing is written.")
    private @Nullable Path cases;

    /** Refuses a plan on which a case fails; shows those that do. */
    void require(NodeOption node, Installation installation, Plan plan) {
        if (cases != null
                && !CaseRuns.pass(
                        node, installation, cases, installation.policies().complete(plan), false)) {
            throw CommandRefused.no("a case fails; nothing was written");
        }
    }
}
