package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Setup;
import io.countersign.radius.app.LogSetup;
import io.countersign.radius.app.Node;
import io.countersign.radius.control.Controlled.Reloaded;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.host.ServiceManager;
import io.countersign.radius.host.ServiceManager.State;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign serve}. */
@Command(
        name = "serve",
        description =
                "Run the server in the foreground. SIGTERM or Ctrl-C: answer what is in work, then stop. SIGHUP: reload.",
        footer = {"", "Example:", "  countersign serve --config ./countersign.yaml --log-level info"})
final class Serve implements Callable<Integer> {
    private static final String STOPPING = "Stopping: no new requests; those in work are answered.";

    @Mixin
    private final NodeOption node = new NodeOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--prepare",
            description = "First make key, database and first policies if there are none, or bring the database of an"
                    + " older program up to date, as a service that nobody installs by hand.")
    private boolean prepare;

    @Override
    public Integer call() throws InterruptedException {
        node.logAtInfo();
        if (prepare) {
            Setup.prepare(node.settingsFile(), node.surroundings().environment())
                    .forEach(node.out()::println);
        }
        var stopping = (Countersign) Objects.requireNonNull(spec).root().userObject();
        try (var _ = LogSetup.withoutWaiting();
                var server = new Node(node.settingsFile(), node.surroundings().environment())) {
            Signals.on("HUP", () -> Thread.ofPlatform().name("reload").start(() -> reload(server)));
            server.start();
            Signals.on("TERM", stopping::stop);
            Signals.on("INT", stopping::stop);
            var manager = ServiceManager.of(node.surroundings().environment().variables());
            node.out().println(ready(server.status()));
            manager.tell(State.READY, "Listening on " + listening(server.status()));
            stopping.awaitStop();
            node.out().println(STOPPING);
            manager.tell(State.STOPPING, STOPPING);
        }
        node.out().println("Stopped.");
        return ExitCode.DONE;
    }

    private void reload(Node server) {
        switch (server.reload()) {
            case Reloaded.Done(long revision, int clients) ->
                node.out().println("Reloaded: revision " + revision + ", clients: " + clients + ".");
            case Reloaded.Refused(var problems) -> {
                node.err().println("Nothing was reloaded; the server goes on as it was:");
                problems.forEach(problem -> node.err().println("  " + problem));
            }
        }
    }

    private String ready(ServerStatus status) {
        return "Ready on " + listening(status)
                + "; policies: "
                + (status.policyRevision() == 0
                        ? "none yet, every login is refused"
                        : "revision " + status.policyRevision())
                + "; clients: " + status.clients()
                + "; second factors: " + (status.plugins().isEmpty() ? "none" : String.join(", ", status.plugins()))
                + "; " + sinceProcessStart().toMillis() + " ms since the start of the process";
    }

    private static String listening(ServerStatus status) {
        return String.join(", ", status.listening())
                + (status.listeningForAccounting().isEmpty()
                        ? ""
                        : "; accounting on " + String.join(", ", status.listeningForAccounting()));
    }

    private Duration sinceProcessStart() {
        var now = node.surroundings().environment().clock().instant();
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, now))
                .orElse(Duration.ZERO);
    }
}
