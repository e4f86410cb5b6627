package io.countersign.cli.logins;

import io.countersign.cli.terminal.TraceLines;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.event.AuthEvent.Answer;
import io.countersign.radius.event.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One login, told to an administrator: what happened, the rounds, who and where, what was looked at, and what to do. */
final class Story {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final PastLogin login;
    private final AuditLine last;
    private final Instant now;
    private final ZoneId zone;

    Story(PastLogin login, Instant now, ZoneId zone) {
        this.login = login;
        this.last = login.last();
        this.now = now;
        this.zone = zone;
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(sentence());
        if (login.rounds().size() > 1) {
            lines.add("");
            login.rounds().forEach(round -> lines.add("  " + round(round)));
        }
        lines.add("");
        facts().forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-16s %s", name, value)));
        traced().forEach(lines::add);
        Remedy.of(last).ifPresent(remedy -> {
            lines.add("");
            lines.add("What to do: " + remedy + ".");
        });
        return lines;
    }

    /** What happened, whom, where, when, and why. */
    private String sentence() {
        var why = login.detail().or(() -> last.text("Reason")).orElse("no reason was kept");
        return login.user() + " " + verb() + " " + login.client() + " at " + PastLogin.time(last.time(), zone)
                + ", after " + time(login.took()) + ": " + why + ".";
    }

    private String verb() {
        return switch (last.answer().orElse(Answer.SILENCE)) {
            case ACCEPT -> "was let in through";
            case REJECT -> "was refused through";
            case CHALLENGE -> login.isOpen(now) ? "is being asked through" : "was asked and never answered through";
            case SILENCE -> "got no answer through";
        };
    }

    private String round(AuditLine round) {
        return PastLogin.time(round.time(), zone) + "  "
                + String.format(
                        Locale.ROOT, "%-9s", round.answer().map(Enum::name).orElse("?"))
                + round.text("Factor").map(factor -> " " + Printable.of(factor)).orElse("")
                + round.text("FactorOutcome")
                        .map(outcome -> " " + Printable.of(outcome))
                        .orElse("")
                + round.text("Detail")
                        .map(detail -> ", " + Printable.whole(detail))
                        .orElse("")
                + ", " + time(round.took());
    }

    private SequencedMap<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        login.id().ifPresent(id -> facts.put("Reference", id));
        facts.put(
                "User",
                login.user()
                        + last.text("Account")
                                .map(id -> ", account " + Printable.of(id))
                                .orElse(""));
        last.text("CallingStationID").ifPresent(station -> facts.put("From", Printable.of(station)));
        facts.put(
                "Client",
                login.client()
                        + last.text("ClientIPAddress")
                                .map(address -> " at " + Printable.of(address))
                                .orElse(""));
        last.text("AuthenticationType").ifPresent(method -> facts.put("First factor", Printable.of(method)));
        last.text("Factor")
                .ifPresent(factor -> facts.put(
                        "Second factor",
                        Printable.of(factor)
                                + last.text("FactorOutcome")
                                        .map(outcome -> ", " + Printable.of(outcome))
                                        .orElse("")));
        facts.put("Policies", policies());
        reason().ifPresent(reason -> facts.put("Reason", reason));
        return facts;
    }

    private String policies() {
        var named = Stream.of(
                        last.text("ProxyPolicyName").map(name -> "connection request policy " + Printable.of(name)),
                        last.text("NetworkPolicyName").map(name -> "network policy " + Printable.of(name)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return (named.isEmpty() ? "none" : named) + "; revision "
                + last.json().path("PolicyRevision").asLong(0);
    }

    private Optional<String> reason() {
        return last.reasonCode().isPresent()
                ? last.text("Reason").map(text -> last.reasonCode().getAsInt() + " " + text)
                : Optional.empty();
    }

    private Stream<String> traced() {
        return last.trace().steps().isEmpty()
                ? Stream.empty()
                : Stream.concat(Stream.of("", "What the policies looked at:"), TraceLines.of(last.trace(), ""));
    }

    private static String time(Duration took) {
        return took.compareTo(SHORT) < 0 ? took.toMillis() + " ms" : took.toSeconds() + " s";
    }
}
