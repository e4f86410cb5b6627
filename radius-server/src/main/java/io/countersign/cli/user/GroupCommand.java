package io.countersign.cli.user;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign group}. */
@Command(name = "group", description = "Local groups.")
@Holds({GroupList.class, GroupAdd.class, GroupRemove.class})
public final class GroupCommand {}
