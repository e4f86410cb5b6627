package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code countersign completion}. */
@Command(
        name = "completion",
        description = "Print the completion for a shell.",
        footer = {"", "Example:", "  source <(countersign completion bash)"})
final class Completion implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, which zsh understands too.")
    private String shell = "";

    @Override
    public Integer call() {
        if (!shell.equals("bash") || spec == null) {
            throw CommandRefused.invalid("there is completion for bash only, not for \"" + shell + "\"");
        }
        var out = spec.commandLine().getOut();
        var root = Commands.all((Countersign) spec.root().userObject());
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.print(CompletedNames.bash(root));
        out.flush();
        return ExitCode.DONE;
    }
}
