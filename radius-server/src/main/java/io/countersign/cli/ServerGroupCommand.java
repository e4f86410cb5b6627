package io.countersign.cli;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign server-group}. */
@Command(
        name = "server-group",
        description = "Remote RADIUS server groups, which connection request policies forward to.",
        footer = {
            "",
            "Groups are part of the policy document. To add, change or remove one:",
            "  countersign policy export > current.yaml",
            "  (edit the file)",
            "  countersign policy apply current.yaml"
        })
@Holds(ServerGroupList.class)
final class ServerGroupCommand {}
