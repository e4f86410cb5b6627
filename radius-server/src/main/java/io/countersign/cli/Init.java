package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Setup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign init}. */
@Command(
        name = "init",
        description =
                "Make what the settings name and is not there yet: data folder, store key and database, for their owner alone."
                        + " Without settings, write some for this machine only.",
        footer = {"", "Example:", "  countersign init --config ./countersign.yaml"})
final class Init implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        Setup.init(node.settingsFile(), node.surroundings().environment()).forEach(node.out()::println);
        return ExitCode.DONE;
    }
}
