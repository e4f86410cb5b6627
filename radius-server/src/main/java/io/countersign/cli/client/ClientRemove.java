package io.countersign.cli.client;

import io.countersign.cli.policy.Edits;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.ItemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign client remove}. */
@Command(
        name = "remove",
        aliases = "rm",
        description = "Remove RADIUS clients. For 30 days `client restore` brings one back, with its secret.",
        footer = {"", "Example:", "  countersign client remove vpn-02 --comment 'replaced by vpn-03'"})
final class ClientRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The clients' names.")
    private final List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(node, document -> names.forEach(name -> document.remove(ItemKind.CLIENT, name)));
    }
}
