package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy remove}. */
@Command(
        name = "remove",
        aliases = "rm",
        description = "Remove policies. `policy rollback` brings them back.",
        footer = {"", "Example:", "  countersign policy remove 'Guests until May' --comment 'project is over'"})
final class PolicyRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The policies' names.")
    private final List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(node, document -> names.forEach(name -> document.remove(kind.of(document, name), name)));
    }
}
