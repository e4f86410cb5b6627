package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign status}. */
@Command(
        name = "status",
        description =
                "Tell how the running server is, also while it starts. Exit code 1 if none runs, 3 if one runs and does not answer within 5 s.")
final class Status implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var status = node.server()
                .status()
                .orElseThrow(() -> CommandRefused.no("no server is running on " + node.settingsFile()));
        new Table(
                        "state",
                        "version",
                        "pid",
                        "since",
                        "listening",
                        "listeningForAccounting",
                        "policyRevision",
                        "clients",
                        "plugins",
                        "auditEventsLost",
                        "unavailableRemoteServers",
                        "refusedReplies",
                        "discardedInTheLastHour")
                .row(
                        status.state().name().toLowerCase(Locale.ROOT),
                        status.version(),
                        status.pid(),
                        status.since(),
                        status.listening(),
                        status.listeningForAccounting(),
                        status.policyRevision(),
                        status.clients(),
                        status.plugins(),
                        status.auditEventsLost(),
                        status.unavailableRemoteServers(),
                        status.refusedReplies().entrySet().stream()
                                .map(refused -> refused.getKey() + " sent a reply " + refused.getValue())
                                .sorted()
                                .toList(),
                        status.discards().stream()
                                .map(recent -> recent.count() + " of " + recent.client() + " [" + recent.reason() + "]")
                                .toList())
                .printSingle(node.out(), output);
        return ExitCode.DONE;
    }
}
