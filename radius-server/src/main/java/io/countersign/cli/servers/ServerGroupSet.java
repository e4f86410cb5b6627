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

/** {@code countersign server-group set}. */
@Command(
        name = "set",
        description = "Change keys of a remote RADIUS server group and its servers, add a server or take one away.",
        footer = {
            "",
            "Examples:",
            "  countersign server-group set partner servers.partner-01.timeout=60s",
            "  countersign server-group set partner servers.partner-02="
        })
final class ServerGroupSet implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(index = "0", paramLabel = "NAME", description = "The group's name.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "What is to change, as for `policy set`.")
    private final List<String> changes = new ArrayList<>();

    @Override
    public Integer call() {
        return edits.make(node, document -> document.set(ItemKind.SERVER_GROUP, name, Edits.assignments(changes)));
    }
}
