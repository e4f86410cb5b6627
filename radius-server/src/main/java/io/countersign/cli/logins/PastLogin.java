package io.countersign.cli.logins;

import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.event.AuthEvent.Answer;
import io.countersign.radius.event.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One login as the audit file tells it.
 *
 * @param rounds its lines, oldest first; at least one
 */
record PastLogin(List<AuditLine> rounds) {
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** So long a user may take to answer a challenge, and a little more. */
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(6);

    PastLogin {
        rounds = List.copyOf(rounds);
    }

    /** The logins that lines tell of, in the order of their last lines. A line without a login is one by itself. */
    static List<PastLogin> of(List<AuditLine> lines) {
        var byId = new LinkedHashMap<String, List<AuditLine>>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var id = line.loginId().orElse("line " + i);
            var rounds = Optional.ofNullable(byId.remove(id)).orElseGet(ArrayList::new);
            rounds.add(line);
            byId.put(id, rounds);
        }
        return byId.values().stream().map(PastLogin::new).toList();
    }

    AuditLine last() {
        return rounds.getLast();
    }

    Optional<String> id() {
        return last().loginId();
    }

    String user() {
        return last().userName()
                .filter(name -> !name.isEmpty())
                .map(Printable::of)
                .orElse("nobody");
    }

    String client() {
        return last().client().map(Printable::of).orElse("?");
    }

    /** Whether its user was asked, and may still answer. */
    boolean isOpen(Instant now) {
        return last().answer().equals(Optional.of(Answer.CHALLENGE))
                && now.isBefore(last().time().plus(TIME_TO_ANSWER));
    }

    /** What became of it, in a word or two. */
    String word(Instant now) {
        return last().answer()
                .map(answer -> switch (answer) {
                    case ACCEPT -> last().text("Bypass").isPresent() ? "IN, NO 2ND FACTOR" : "in";
                    case REJECT -> "refused";
                    case CHALLENGE -> isOpen(now) ? "asked" : "never answered";
                    case SILENCE -> last().text("Discard").isPresent() ? "discarded" : "no answer";
                })
                .orElse("?");
    }

    /** Why, in a few words. */
    String why() {
        var reason = last().reasonCode().isPresent() && last().reasonCode().getAsInt() != 0
                ? last().reasonCode().getAsInt() + " " + last().text("Reason").orElse("")
                : "";
        return List.of(reason, detail().orElse("")).stream()
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(": "));
    }

    Optional<String> detail() {
        return last().text("Detail").map(Printable::whole).filter(text -> !text.isEmpty());
    }

    /** From the first request to the last reply. */
    Duration took() {
        return Duration.between(rounds.getFirst().time().minus(rounds.getFirst().took()), last().time());
    }

    /** One line for people. */
    String line(Instant now, ZoneId zone) {
        return String.format(
                Locale.ROOT,
                "%s  %-17s %s through %s%s%s",
                time(last().time(), zone),
                word(now),
                user(),
                client(),
                why().isEmpty() ? "" : ", " + why(),
                id().map(id -> "  [" + id + "]").orElse(""));
    }

    static String time(Instant at, ZoneId zone) {
        return DATE_AND_TIME.format(at.atZone(zone));
    }
}
