package io.countersign.cli.logins;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.audit.AuditSearch.Wanted;
import io.countersign.radius.audit.UserNamed;
import io.countersign.radius.event.LoginId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code countersign explain}. */
@Command(
        name = "explain",
        description = {
            "Tell why a login ended as it did: in a sentence, round by round, with each condition that was looked at, and what to do.",
            "Name the login by its REF, or by user and time; without a time, the user's last one. Exit code 1 if there is none."
        },
        footer = {
            "",
            "Examples:",
            "  countersign explain SJ3HRZF4",
            "  countersign explain --user alice --at 09:12",
            "  countersign explain --user alice --at 2026-11-27T09:12 --client vpn-01"
        })
public final class Explain implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A login is over by then, whatever its rounds. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How far from the time said it may have been. */
    private static final Duration ABOUT = Duration.ofMinutes(10);

    private static final int MOST_ROUNDS = 100;
    private static final int MOST_AROUND = 10_000;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    private final Trail trail = new Trail(node);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "REF",
            description =
                    "The login's reference: eight characters, from a log line, the audit file, or what the user reads out.")
    private @Nullable String reference;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user, whatever the case; without a domain, in any.")
    private @Nullable String user;

    @Option(names = "--at", paramLabel = "TIME", description = "When, within ten minutes: 09:12, or 2026-11-27T09:12.")
    private @Nullable String at;

    @Option(names = "--client", paramLabel = "NAME", description = "Through which RADIUS client.")
    private @Nullable String client;

    /** Made by Picocli. */
    public Explain() {}

    @Override
    public Integer call() {
        if ((reference == null) == (user == null)) {
            throw CommandRefused.invalid("name the login: by its reference (countersign explain SJ3HRZF4), or by"
                    + " --user NAME, with --at TIME if it is not the last one");
        }
        var login = reference == null ? ofUser(user) : ofReference(reference);
        if (output.isJson()) {
            node.out()
                    .println(JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(
                                    login.rounds().stream().map(AuditLine::json).toList()));
        } else {
            new Story(login, trail.now(), trail.zone()).lines().forEach(node.out()::println);
        }
        return ExitCode.DONE;
    }

    private PastLogin ofReference(String typed) {
        if (at != null || client != null) {
            throw CommandRefused.invalid("a reference names one login; leave out --at and --client");
        }
        var id = LoginId.typed(typed)
                .orElseThrow(() -> CommandRefused.invalid("\"" + typed
                        + "\" is no reference: that is eight letters and digits, such as SJ3HRZF4. For a user's last login:"
                        + " countersign explain --user " + typed));
        var began = LoginId.began(id, trail.now());
        return ofId(id, began, began.plus(LONGEST))
                .or(() ->
                        ofId(id, Instant.MIN, Instant.MAX)) // the clock was set meanwhile, or a version before named it
                .orElseThrow(() -> CommandRefused.no(
                        "no login " + id + " in " + trail.file() + " nor in what was put aside of it"));
    }

    private Optional<PastLogin> ofId(String id, Instant from, Instant until) {
        Predicate<AuditLine> ofLogin = line -> line.loginId().equals(Optional.of(id));
        return PastLogin.of(
                        trail.find(new Wanted(from, until, Optional.of(id), Optional.empty(), ofLogin, MOST_ROUNDS)))
                .stream()
                .findFirst();
    }

    private PastLogin ofUser(String name) {
        var time = Optional.ofNullable(at).map(text -> trail.time("--at", text));
        var lines = trail.find(new Wanted(
                time.map(said -> said.from().minus(ABOUT)).orElse(Instant.MIN),
                time.map(said -> said.until().plus(ABOUT)).orElse(Instant.MAX),
                Optional.empty(),
                Optional.of(new UserNamed(name)),
                this::isWanted,
                time.isPresent() ? MOST_AROUND : 1));
        return lines.stream()
                .min(Comparator.comparing((AuditLine line) ->
                                time.map(said -> distance(line, said)).orElse(Duration.ZERO))
                        .thenComparing(Comparator.comparing(AuditLine::time).reversed()))
                .map(this::whole)
                .orElseThrow(() -> CommandRefused.no("no login of " + name
                        + time.map(said -> " within ten minutes of " + PastLogin.time(said.from(), trail.zone()))
                                .orElse("")
                        + (client == null ? "" : " through " + client)
                        + " in " + trail.file()
                        + "; countersign logins --since 1d shows who came, and under which names"));
    }

    private PastLogin whole(AuditLine line) {
        return line.loginId()
                .flatMap(id -> ofId(id, line.time().minus(LONGEST), line.time().plus(LONGEST)))
                .orElseGet(() -> new PastLogin(List.of(line)));
    }

    private boolean isWanted(AuditLine line) {
        return line.answer().isPresent() && Trail.isWanted(client, line.client());
    }

    private static Duration distance(AuditLine line, PastTime said) {
        if (line.time().isBefore(said.from())) {
            return Duration.between(line.time(), said.from());
        }
        return line.time().isAfter(said.until()) ? Duration.between(said.until(), line.time()) : Duration.ZERO;
    }
}
