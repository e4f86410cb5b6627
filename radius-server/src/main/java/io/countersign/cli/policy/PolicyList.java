package io.countersign.cli.policy;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.Located;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.Policy;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.Words;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign policy list}. */
@Command(
        name = "list",
        aliases = "ls",
        description =
                "List the policies in force, in the order in which they are looked at; those for a type of network access server come"
                        + " before those for all.")
final class PolicyList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var document = installation.policies().current();
            var table = new Table("order", "kind", "name", "access", "factor", "enabled", "serverType");
            int order = 1;
            for (var policy : document.connectionRequestPolicies()) {
                table.row(
                        order++,
                        "connection-request",
                        policy.name(),
                        Optional.empty(),
                        Optional.empty(),
                        policy.enabled(),
                        type(policy));
            }
            order = 1;
            for (var policy : document.networkPolicies()) {
                table.row(
                        order++,
                        "network",
                        policy.name(),
                        Words.of(policy.access()),
                        factor(policy.mfa()),
                        policy.enabled(),
                        type(policy));
            }
            table.print(node.out(), output);
            installation.policies().dead().forEach(dead -> node.err().println("Warning: " + dead));
            return ExitCode.DONE;
        }
    }

    /** The type of network access server that it is for, and is looked at before others; empty for all. */
    private static Optional<String> type(Policy policy) {
        return Optional.of(policy.type())
                .filter(type -> type != NetworkAccessServerType.UNSPECIFIED)
                .map(Words::of);
    }

    private static Optional<String> factor(SecondFactor factor) {
        return switch (factor) {
            case SecondFactor.None _ -> Optional.of("none");
            case SecondFactor.NotReached _ -> Optional.empty();
            case SecondFactor.AnyOf anyOf ->
                Optional.of(anyOf.providers().stream().map(Located::value).collect(Collectors.joining(" or ")));
        };
    }
}
