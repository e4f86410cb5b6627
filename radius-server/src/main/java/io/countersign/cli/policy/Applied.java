package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import io.countersign.radius.control.ControlClient;
import io.countersign.radius.control.Controlled.Reloaded;
import io.countersign.radius.control.NodeRefused;

/** Shows a plan, writes it, and has a running server take it up. */
final class Applied {
    private final NodeOption node;
    private final Installation installation;

    Applied(NodeOption node, Installation installation) {
        this.node = node;
        this.installation = installation;
    }

    void show(Plan plan) {
        plan.warnings().forEach(warning -> node.err().println("Warning: " + warning));
        plan.changes().lines().forEach(node.out()::println);
        plan.changes().weaker().forEach(line -> node.out().println("! weaker: " + line));
        if (plan.changes().isEmpty()) {
            node.out().println("Nothing changes.");
        }
    }

    void write(Plan plan, String comment) {
        long number = installation
                .policies()
                .apply(plan, node.surroundings().account(), comment)
                .orElseThrow(
                        () -> CommandRefused.no(
                                "somebody else has applied a newer revision meanwhile; nothing was changed, look at it and try again"));
        node.out().println("Revision " + number + " is in force.");
        nudge(installation.server());
    }

    /** What is written stays in force at the next start, whatever becomes of this. */
    private void nudge(ControlClient server) {
        try {
            server.reload()
                    .ifPresentOrElse(
                            this::tell, () -> node.out().println("No server is running here; the next start uses it."));
        } catch (NodeRefused e) {
            node.err().println("Warning: the running server was not told: " + e.getMessage());
        }
    }

    private void tell(Reloaded reloaded) {
        switch (reloaded) {
            case Reloaded.Done(long revision, int clients) ->
                node.out().println("The running server uses revision " + revision + ", clients: " + clients + ".");
            case Reloaded.Refused(var problems) -> {
                node.err()
                        .println(
                                "Warning: the running server keeps its settings, and uses the new policies if they work with them:");
                problems.forEach(problem -> node.err().println("  " + problem));
            }
        }
    }
}
