package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy set}. */
@Command(
        name = "set",
        description = {
            "Change keys of one policy: KEY=VALUE, KEY= to take a key away, KEY+=VALUE and KEY-=VALUE for one of a list.",
            "Keys are those of a policy document, those below others with dots. All is checked as `policy apply` does."
        },
        footer = {
            "",
            "Examples:",
            "  countersign policy set 'VPN users' constraints.session-timeout=8h",
            "  countersign policy set 'VPN users' 'when.user-groups+=local\\Contractors' 'reply.Filter-Id=staff'",
            "  countersign policy set 'VPN users' name='VPN staff'",
            "  countersign policy set 'VPN users' mfa.any-of=[totp] --dry-run"
        })
final class PolicySet implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The policy's name.")
    private String name = "";

    @Parameters(index = "1", arity = "1..*", paramLabel = "KEY=VALUE", description = "What is to change.")
    private final List<String> changes = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(node, document -> document.set(kind.of(document, name), name, Edits.assignments(changes)));
    }
}
