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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign policy show}. */
@Command(
        name = "show",
        description = "Print one policy as an item of its list in a document. By itself it is no document to apply.")
final class PolicyShow implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NAME", description = "The policy's name, of either kind.")
    private String name = "";

    @Option(names = "--revision", paramLabel = "N", description = "As it was in an earlier revision.")
    private @Nullable Long revision;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var policies = installation.policies();
            var current = revision == null ? policies.current() : Revisions.require(policies, revision);
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
                throw CommandRefused.unknown("policy", name, current.policyNames(), "countersign policy list");
            }
            node.out().print(PolicyWriter.writeItems(found));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
