package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Backups;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign backup}. */
@Command(
        name = "backup",
        description = {
            "Write database and settings to one file (ZIP), as they are at one moment, while the server runs or not.",
            "The store key is not in it: copy it once, and keep it elsewhere."
        },
        footer = {"", "Example:", "  countersign backup /srv/backup/countersign-2026-11-28.zip"})
final class Backup implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "FILE", description = "The file; there must be none of that name yet.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Backups.make(
                        node.settingsFile(),
                        node.surroundings().environment(),
                        node.surroundings().directory().resolve(file))
                .forEach(node.out()::println);
        return ExitCode.DONE;
    }
}
