package io.countersign.cli.policy;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy diff}. */
@Command(
        name = "diff",
        description = {
            "Show what changed from one revision to another: policies and server groups, key by key. Clients are in no revision.",
            "Without numbers: from the revision before the newest to the newest. With one: from that one to the newest."
        },
        footer = {
            "",
            "Examples:",
            "  countersign policy diff",
            "  countersign policy diff 3 5",
            "What a document would change is shown by: countersign policy apply FILE --dry-run"
        })
final class PolicyDiff implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FROM", description = "The earlier revision's number.")
    private @Nullable Long from;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "The later one's. Default: the newest.")
    private @Nullable Long to;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var policies = installation.policies();
            var before = Revisions.require(policies, from == null ? Revisions.before(policies) : from);
            var after = Revisions.require(policies, to == null ? policies.revision() : to);
            Applied.show(node.out(), policies.between(before, after));
            return ExitCode.DONE;
        }
    }
}
