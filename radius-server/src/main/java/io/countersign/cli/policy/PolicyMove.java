package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy move}. */
@Command(
        name = "move",
        aliases = "mv",
        description = "Change where a policy stands among those of its kind: the first that matches decides.",
        footer = {"", "Example:", "  countersign policy move 'No guests' --before 'VPN users'"})
final class PolicyMove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(paramLabel = "NAME", description = "The policy's name.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private final PlaceOptions where = new PlaceOptions();

    @Override
    public Integer call() {
        var place = where.place().orElseThrow();
        return edits.make(node, document -> document.move(kind.of(document, name), name, place));
    }
}
