package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.radius.accounting.AccountingStore;
import io.countersign.radius.accounting.Session;
import io.countersign.radius.administration.Installation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign sessions}. */
@Command(
        name = "sessions",
        description = {
            "List the sessions that RADIUS clients have reported by accounting, those seen last first.",
            "Without --all: those that go on, as far as is known. A session whose client never said that it stopped stays among them."
        },
        footer = {"", "Example:", "  countersign sessions --user 'CONTOSO\\alice' --all --output json"})
final class AccountingSessions implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--all", description = "Those that are over too.")
    private boolean all;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Of one user: the name as the client sends it, whatever the case.")
    private @Nullable String user;

    @Option(names = "--client", paramLabel = "NAME", description = "Of one RADIUS client.")
    private @Nullable String client;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "100",
            description = "No more than so many (default: ${DEFAULT-VALUE}).")
    private int most = 100;

    @Override
    public Integer call() {
        if (most < 1) {
            throw CommandRefused.invalid("--most must be at least 1");
        }
        try (var installation = node.open()) {
            requireNames(installation);
            var table = new Table(
                    "user",
                    "client",
                    "nas",
                    "session",
                    "port",
                    "address",
                    "station",
                    "started",
                    "lastSeen",
                    "stopped",
                    "seconds",
                    "octetsIn",
                    "octetsOut",
                    "cause");
            for (var session : sessions(installation, all, most)) {
                table.row(
                        session.userName(),
                        session.client(),
                        session.nas(),
                        session.id(),
                        session.port(),
                        session.address(),
                        session.callingStation(),
                        session.started(),
                        session.lastSeen(),
                        session.stopped(),
                        session.usage().sessionTime().toSeconds(),
                        session.usage().octetsIn(),
                        session.usage().octetsOut(),
                        session.terminateCause());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }

    private List<Session> sessions(Installation installation, boolean overToo, int limit) {
        return installation.sessions(
                new AccountingStore.Wanted(overToo, Optional.ofNullable(user), Optional.ofNullable(client), limit));
    }

    /** A name that neither a session nor anything else has is a slip. */
    private void requireNames(Installation installation) {
        if (!sessions(installation, true, 1).isEmpty()) {
            return;
        }
        if (client != null && installation.client(client).isEmpty()) {
            throw CommandRefused.no("there is no client \"" + client
                    + "\", nor a session of one; countersign client list shows the clients");
        }
        if (user != null && !installation.knows(user)) {
            throw CommandRefused.no("no session is of a user \"" + user
                    + "\", and no directory knows one; countersign sessions --all shows all");
        }
    }
}
