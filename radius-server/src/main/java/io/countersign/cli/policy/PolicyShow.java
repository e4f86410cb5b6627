package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy show}. */
@Command(name = "show", description = "Print one policy as its document writes it.")
final class PolicyShow implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NAME", description = "The policy's name, of either kind.")
    private String name = "";

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var current = installation.policies().current();
            var found = new PolicyDocument(
                    Optional.empty(),
                    List.of(),
                    current.connectionRequestPolicies().stream()
                            .filter(policy -> CaseFolding.same(policy.name(), name))
                            .toList(),
                    current.networkPolicies().stream()
                            .filter(policy -> CaseFolding.same(policy.name(), name))
                            .toList());
            if (found.connectionRequestPolicies().isEmpty()
                    && found.networkPolicies().isEmpty()) {
                throw CommandRefused.no("there is no policy \"" + name + "\"; countersign policy list shows them");
            }
            node.out().print(PolicyWriter.writePolicies(found));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
