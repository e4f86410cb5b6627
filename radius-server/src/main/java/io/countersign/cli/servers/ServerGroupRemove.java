package io.countersign.cli.servers;

import io.countersign.cli.policy.Edits;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.ItemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign server-group remove}. */
@Command(name = "remove", aliases = "rm", description = "Remove remote RADIUS server groups that no policy names.")
final class ServerGroupRemove implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The groups' names.")
    private final List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(node, document -> names.forEach(name -> document.remove(ItemKind.SERVER_GROUP, name)));
    }
}
