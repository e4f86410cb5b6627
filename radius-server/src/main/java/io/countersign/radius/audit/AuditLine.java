package io.countersign.radius.audit;

import io.countersign.policy.Trace;
import io.countersign.radius.event.AuthEvent.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of an audit file as it is read again, whichever version wrote it: what is not there is empty. The fields are those of {@link
 * AuditRecord}.
 *
 * @param time when it happened
 * @param json all of it
 */
public record AuditLine(Instant time, JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The line; empty if it is none, such as the first half of one that is being written. */
    public static Optional<AuditLine> read(String line) {
        try {
            var json = JSON.readTree(line);
            return json.path("Time").isString()
                    ? Optional.of(new AuditLine(Instant.parse(json.path("Time").asString()), json))
                    : Optional.empty();
        } catch (JacksonException | DateTimeException _) {
            return Optional.empty();
        }
    }

    /** What was sent; empty for a line that tells of no request. */
    public Optional<Answer> answer() {
        return text("Answer")
                .flatMap(word -> Stream.of(Answer.values())
                        .filter(answer -> answer.name().equals(word))
                        .findFirst());
    }

    /** What ties the rounds of one login together. */
    public Optional<String> loginId() {
        return text("LoginId");
    }

    /** The User-Name as it came. */
    public Optional<String> userName() {
        return text("SubjectUserName");
    }

    /** The RADIUS client's name. */
    public Optional<String> client() {
        return text("ClientName");
    }

    /** NPS's number. */
    public OptionalInt reasonCode() {
        var code = json.path("ReasonCode");
        return code.isInt() ? OptionalInt.of(code.asInt()) : OptionalInt.empty();
    }

    /** From the request's arrival to its reply. */
    public Duration took() {
        return Duration.ofMillis(json.path("Milliseconds").asLong(0));
    }

    /** What was looked at. */
    public Trace trace() {
        return new Trace(
                json.path("Trace").valueStream().map(AuditLine::step).toList(),
                json.path("OtherPolicies").asInt(0));
    }

    /** A field that is a text. */
    public Optional<String> text(String name) {
        var field = json.path(name);
        return field.isString() ? Optional.of(field.asString()) : Optional.empty();
    }

    private static Trace.Step step(JsonNode step) {
        return new Trace.Step(
                step.path("Policy").asString(""),
                step.path("Rule").asString(""),
                step.path("Held").asBoolean(false),
                step.path("Because").asString(""));
    }
}
