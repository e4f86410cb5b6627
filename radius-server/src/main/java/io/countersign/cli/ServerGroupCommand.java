package io.countersign.cli;

import picocli.CommandLine.Command;

/** {@code countersign server-group}. */
@Command(
        name = "server-group",
        description = "Remote RADIUS server groups, which connection request policies forward to.",
        subcommands = ServerGroupList.class)
final class ServerGroupCommand {}
