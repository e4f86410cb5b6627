package io.countersign.cli.logins;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.audit.AuditSearch.Wanted;
import io.countersign.radius.audit.UserNamed;
import io.countersign.radius.event.AuthEvent.Answer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code countersign logins}. */
@Command(
        name = "logins",
        description = {
            "List logins from the audit file, newest last: when, what became of it, who, through which client, and why.",
            "Times are those of this machine. `countersign explain REF` tells more of one; REF stands at the end of its line."
        },
        footer = {
            "",
            "Examples:",
            "  countersign logins --user alice --since 8h",
            "  countersign logins --refused --since 2026-11-28 --client vpn-01",
            "  countersign logins --follow"
        })
public final class Logins implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Set<Answer> NOBODY_IN = Set.of(Answer.REJECT, Answer.SILENCE);

    /** So many lines one login has at most, as a rule: its rounds. */
    private static final int ROUNDS = 4;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    private final Trail trail = new Trail(node);

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Of one user, whatever the case: alice is CONTOSO\\alice and alice@contoso.com too.")
    private @Nullable String user;

    @Option(names = "--client", paramLabel = "NAME", description = "Through one RADIUS client.")
    private @Nullable String client;

    @Option(names = "--refused", description = "Those alone that did not let anybody in.")
    private boolean refused;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From then on: 09:12, 2026-11-28, 2026-11-28T09:12, or 30m (ago).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to then.")
    private @Nullable String until;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "The newest N (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on telling: what comes in waits for, and how it ends. Ctrl-C ends it.")
    private boolean follow;

    /** Made by Picocli. */
    public Logins() {}

    @Override
    public Integer call() throws InterruptedException {
        if (most < 1) {
            throw CommandRefused.invalid("--most must be at least 1");
        }
        if (follow && until != null) {
            throw CommandRefused.invalid("--follow and --until contradict each other; write one of them");
        }
        var named = Optional.ofNullable(user).map(UserNamed::new);
        var following = follow
                ? Optional.of(new Following(
                        trail,
                        line -> isWanted(line) && Trail.isWanted(named, line.userName()),
                        login -> Trail.isWanted(client, Optional.of(login.client()))
                                && Trail.isWanted(named, Optional.of(login.userName())),
                        this::tell))
                : Optional.<Following>empty();
        var logins = PastLogin.of(trail.find(new Wanted(
                since == null ? Instant.MIN : trail.time("--since", since).from(),
                until == null ? Instant.MAX : trail.time("--until", until).until(),
                Optional.empty(),
                named,
                this::isWanted,
                most * ROUNDS)));
        var newest = logins.subList(Math.max(0, logins.size() - most), logins.size());
        if (output.isJson() && !follow) {
            node.out()
                    .println(JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(newest.stream()
                                    .flatMap(login -> login.rounds().stream())
                                    .map(AuditLine::json)
                                    .toList()));
        } else {
            newest.forEach(this::tell);
        }
        if (following.isPresent()) {
            following.get().run(!output.isJson());
        }
        return ExitCode.DONE;
    }

    private void tell(PastLogin login) {
        if (output.isJson()) {
            login.rounds().forEach(line -> node.out().println(JSON.writeValueAsString(line.json())));
        } else {
            node.out().println(login.line(trail.now(), trail.zone()));
        }
        node.out().flush();
    }

    /** Lines of requests alone: changes by administrators stand in the same file. */
    private boolean isWanted(AuditLine line) {
        return line.answer().isPresent()
                && (!refused || NOBODY_IN.contains(line.answer().get()))
                && Trail.isWanted(client, line.client());
    }
}
