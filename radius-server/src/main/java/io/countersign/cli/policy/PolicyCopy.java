package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy copy}. */
@Command(
        name = "copy",
        aliases = "cp",
        description = "Make a policy like another one, with other keys where some are named. It stands just behind it"
                + " unless another place is named.",
        footer = {
            "",
            "Example:",
            "  countersign policy copy 'VPN users' 'VPN partners' 'when.user-groups=local\\Partners' --first"
        })
final class PolicyCopy implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The policy's name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The new one's name.")
    private String copy = "";

    @Parameters(
            index = "2",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "What is to be otherwise, as for `policy set`.")
    private final List<String> changes = new ArrayList<>();

    @ArgGroup
    private final PlaceOptions where = new PlaceOptions();

    @Override
    public Integer call() {
        return edits.make(node, this::copy);
    }

    private void copy(DocumentEdit document) {
        var list = kind.of(document, name);
        document.copy(list, name, copy, where.place().orElseGet(() -> new Place.After(name)));
        document.set(list, copy, Edits.assignments(changes));
    }
}
