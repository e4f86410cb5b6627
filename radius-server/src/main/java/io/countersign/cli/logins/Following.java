package io.countersign.cli.logins;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.audit.AuditTail;
import io.countersign.radius.control.ControlClient;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.OpenLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What {@code logins --follow} does once it has told of the past. */
final class Following {
    private static final Duration ROUND = Duration.ofMillis(500);

    /** What waits no longer than this is told by its end alone. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final Trail trail;
    private final Predicate<AuditLine> wanted;
    private final Predicate<OpenLogin> wantedOpen;
    private final Consumer<PastLogin> teller;
    private final AuditTail tail;
    private final ControlClient server;
    private Set<String> waiting = new HashSet<>();

    /** Begins to listen; what is written from now on is told by {@link #run}. */
    Following(Trail trail, Predicate<AuditLine> wanted, Predicate<OpenLogin> wantedOpen, Consumer<PastLogin> teller) {
        this.trail = trail;
        this.wanted = wanted;
        this.wantedOpen = wantedOpen;
        this.teller = teller;
        this.server = trail.node().server();
        try {
            this.tail = AuditTail.fromEnd(trail.file());
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /** Until the thread is interrupted, or the program ends. */
    void run(boolean showsWaiting) throws InterruptedException {
        try (tail) {
            while (true) {
                if (showsWaiting) {
                    tellWaiting();
                }
                PastLogin.of(tail.next().stream().filter(wanted).toList()).forEach(teller);
                Thread.sleep(ROUND);
            }
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    private void tellWaiting() {
        var now = trail.now();
        var open = open().stream()
                .filter(login -> login.since().plus(WORTH_TELLING).isBefore(now))
                .filter(wantedOpen)
                .toList();
        var seen = new HashSet<String>();
        for (var login : open) {
            var state = login.loginId() + login.waitsFor();
            seen.add(state);
            if (!waiting.contains(state)) {
                trail.node()
                        .out()
                        .println(String.format(
                                Locale.ROOT,
                                "%s  %-17s %s through %s, for the %s  [%s]",
                                PastLogin.time(now, trail.zone()),
                                "waits",
                                Printable.of(login.userName()),
                                Printable.of(login.client()),
                                login.waitsFor(),
                                login.loginId()));
                trail.node().out().flush();
            }
        }
        waiting = seen;
    }

    /** None where no server runs, or an older one that does not say. */
    private List<OpenLogin> open() {
        try {
            return server.openLogins();
        } catch (NodeRefused _) {
            return List.of();
        }
    }

    private CommandRefused cannotRead(IOException e) {
        return CommandRefused.couldNot("the audit file " + trail.file() + " cannot be read: " + e.getMessage());
    }
}
