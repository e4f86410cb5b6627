package io.countersign.cli.directory;

import picocli.CommandLine.Command;

/** {@code countersign directory}. */
@Command(
        name = "directory",
        description = "List and test the directories of the settings.",
        subcommands = {ListDirectories.class, TestDirectory.class})
public final class DirectoryCommand {
    /** Made by Picocli. */
    public DirectoryCommand() {}
}
