package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import io.countersign.radius.administration.PolicyChanges;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Change;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** Shows a plan, writes it, and waits for a running server to take it up. */
public final class Applied {
    /** A server looks twice a second, and compiles what it finds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final NodeOption node;
    private final Installation installation;
    private final PrintWriter told;

    /** For one command. */
    public Applied(NodeOption node, Installation installation) {
        this(node, installation, node.out());
    }

    /** The same where standard output is for something else. */
    public Applied(NodeOption node, Installation installation, PrintWriter told) {
        this.node = node;
        this.installation = installation;
        this.told = told;
    }

    /** Prints what a plan changes. */
    public void show(Plan plan) {
        plan.warnings().forEach(warning -> node.err().println("Warning: " + warning));
        show(node.out(), plan.changes());
        if (plan.changes().isEmpty()) {
            node.out().println("Nothing changes.");
        }
    }

    /** Prints changes, one line each. */
    static void show(PrintWriter out, PolicyChanges changes) {
        changes.lines().forEach(out::println);
        changes.weaker().forEach(line -> out.println("! weaker: " + line));
    }

    /** Writes a plan and tells what became of it. */
    public void write(Plan plan, String comment) {
        switch (installation.apply(plan, comment)) {
            case Written.Overtaken(var by) ->
                throw CommandRefused.no("somebody else changed policies or clients meanwhile ("
                        + Change.who(by)
                        + "); nothing was written, look at it and try again");
            case Written.Done(long revision, long mark) -> {
                boolean made = revision != plan.seen().revision();
                told.println(
                        made
                                ? "Revision " + revision + " is written."
                                : "Clients or shared secrets changed; revision " + revision + " stays.");
                await(mark, made ? "Revision " + revision : "What was changed");
            }
        }
    }

    /** What is written comes into force at the next start, whatever becomes of this. */
    private void await(long mark, String subject) {
        try {
            if (status().isEmpty()) {
                told.println("No server is running here; the next start uses it.");
            } else if (isTakenUp(mark)) {
                told.println(subject + " is in force in the running server.");
            } else {
                node.err()
                        .println("Warning: the running server has not taken it up within " + PATIENCE.toSeconds()
                                + " s, and goes on as before; its log says why, countersign status what it uses");
            }
        } catch (NodeRefused e) {
            node.err().println("Warning: the running server does not say whether it uses it: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTakenUp(long mark) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (status().filter(status -> status.policyMark() >= mark).isPresent()) {
                return true;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return false;
    }

    private Optional<ServerStatus> status() {
        return installation.server().status();
    }
}
