package io.countersign.cli.servers;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign server-group}. */
@Command(
        name = "server-group",
        description = "Remote RADIUS server groups, which connection request policies forward to.",
        footer = {"", "Groups are part of the policy document too: countersign policy edit."})
@Holds({
    ServerGroupList.class,
    ServerGroupShow.class,
    ServerGroupAdd.class,
    ServerGroupSet.class,
    ServerGroupRemove.class
})
public final class ServerGroupCommand {}
