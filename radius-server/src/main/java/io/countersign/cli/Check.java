package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign check}. */
@Command(
        name = "check",
        description = "Verify settings, store, plugins and policies, as a start would. Writes nothing.")
final class Check implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        try (var installation = node.openWhole()) {
            installation.check().forEach(node.out()::println);
            installation.warnings().forEach(warning -> node.err().println("Warning: " + warning));
            return ExitCode.DONE;
        }
    }
}
