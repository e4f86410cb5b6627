package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.ItemKind;
import io.countersign.policy.document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy add}. */
@Command(
        name = "add",
        description = {
            "Add a network policy, or with --kind connection-request one of those.",
            "It stands behind all others unless another place is named, and is checked as `policy apply` does."
        },
        footer = {
            "",
            "Example:",
            "  countersign policy add 'VPN staff' 'when.user-groups=local\\Staff' access=grant \\",
            "      constraints.authentication-methods=[pap] mfa.any-of=[totp] --before 'VPN users'"
        })
final class PolicyAdd implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The new policy's name.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Its keys, as for `policy set`: at least when, and access or authentication.")
    private final List<String> keys = new ArrayList<>();

    @ArgGroup
    private final PlaceOptions where = new PlaceOptions();

    @Override
    public Integer call() {
        return edits.make(
                node,
                document -> document.add(
                        kind.said().orElse(ItemKind.NETWORK_POLICY),
                        name,
                        Edits.assignments(keys),
                        where.place().orElseGet(Place.Last::new)));
    }
}
