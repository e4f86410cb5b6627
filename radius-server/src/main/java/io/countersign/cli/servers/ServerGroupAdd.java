package io.countersign.cli.servers;

import io.countersign.cli.policy.Edits;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.ItemKind;
import io.countersign.policy.document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign server-group add}. */
@Command(
        name = "add",
        description = "Add a remote RADIUS server group. Each server's keys are below servers and its name.",
        footer = {
            "",
            "Example:",
            "  countersign server-group add partner servers.partner-01.address=192.0.2.30 \\",
            "      'servers.partner-01.secret=$${file:partner-01.secret}'"
        })
final class ServerGroupAdd implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(index = "0", paramLabel = "NAME", description = "The new group's name.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Keys of the group and its servers.")
    private final List<String> keys = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(
                node, document -> document.add(ItemKind.SERVER_GROUP, name, Edits.assignments(keys), new Place.Last()));
    }
}
