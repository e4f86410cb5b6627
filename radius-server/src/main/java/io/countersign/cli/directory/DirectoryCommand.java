package io.countersign.cli.directory;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign directory}. */
@Command(name = "directory", description = "List and test the directories of the settings.")
@Holds({ListDirectories.class, TestDirectory.class})
public final class DirectoryCommand {
    /** Made by Picocli. */
    public DirectoryCommand() {}
}
