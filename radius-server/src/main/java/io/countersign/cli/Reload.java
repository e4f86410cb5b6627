package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.control.Controlled.Reloaded;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign reload}. */
@Command(
        name = "reload",
        description =
                "Have the running server read settings, plugins, clients and policies anew. On any problem it goes on as it was.")
final class Reload implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        if (node.saysLogLevel()) {
            throw CommandRefused.invalid(
                    "--log-level is of this command alone and would change nothing of the running server; start it with"
                            + " countersign serve --log-level LEVEL, or with COUNTERSIGN_LOG_LEVEL");
        }
        var reloaded = node.server()
                .reload()
                .orElseThrow(() -> CommandRefused.couldNot("no server is running on " + node.settingsFile()));
        switch (reloaded) {
            case Reloaded.Done(long revision, int clients) ->
                node.out().println("Reloaded: revision " + revision + ", clients: " + clients + ".");
            case Reloaded.Refused(var problems) -> {
                problems.forEach(node.err()::println);
                throw CommandRefused.invalid("nothing was reloaded; the server goes on as it was");
            }
        }
        return ExitCode.DONE;
    }
}
