package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Backups;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign restore}. */
@Command(
        name = "restore",
        description = {
            "Put the database of a backup back. Stop the server first; the store key has to be in its place.",
            "The backup's settings are put back only where there are none."
        },
        footer = {"", "Example:", "  countersign restore --replace /srv/backup/countersign-2026-11-28.zip"})
final class Restore implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "FILE", description = "What countersign backup wrote.")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "Move a database that is there aside; where to is told.")
    private boolean replace;

    @Override
    public Integer call() {
        Backups.restore(
                        node.settingsFile(),
                        node.surroundings().environment(),
                        node.surroundings().directory().resolve(file),
                        replace)
                .forEach(node.out()::println);
        return ExitCode.DONE;
    }
}
