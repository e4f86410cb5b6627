package io.countersign.cli.user;

import picocli.CommandLine.Command;

/** {@code countersign group}. */
@Command(
        name = "group",
        description = "Local groups.",
        subcommands = {GroupList.class, GroupAdd.class, GroupRemove.class})
public final class GroupCommand {}
