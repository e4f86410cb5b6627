package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Setup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign upgrade}. */
@Command(
        name = "upgrade",
        description =
                "Bring the database up to date after a newer program was installed. Stop the server first, and back up.")
final class Upgrade implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        node.out()
                .println(Setup.upgrade(node.settingsFile(), node.surroundings().environment()));
        return ExitCode.DONE;
    }
}
