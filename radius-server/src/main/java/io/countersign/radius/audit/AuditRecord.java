package io.countersign.radius.audit;

import io.countersign.policy.AddressText;
import io.countersign.policy.Trace;
import io.countersign.radius.event.Audited;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.DiscardedLogin;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * One decision or one change as one line of JSON. The field names are stable: those that NPS's security events have are NPS's own, so that
 * rules written for them go on working; absent values are left out.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><td>{@code Time}</td><td>when it was decided, ISO 8601 in UTC</td></tr>
 *   <tr><td>{@code LocalTime}</td><td>the same in the time zone of the server, to the millisecond, with its offset</td></tr>
 *   <tr><td>{@code EventID}</td><td>6272 granted, 6273 denied, 6274 not answered, as in NPS; 0 for a challenge, which NPS does not tell</td></tr>
 *   <tr><td>{@code LoginId}</td><td>the same in every round of one login</td></tr>
 *   <tr><td>{@code Answer}</td><td>{@code ACCEPT}, {@code REJECT}, {@code CHALLENGE} or {@code SILENCE}</td></tr>
 *   <tr><td>{@code ReasonCode}, {@code ReasonName}, {@code Reason}</td><td>NPS's number, our name for it, and a text; not for a challenge</td></tr>
 *   <tr><td>{@code Detail}</td><td>what exactly happened, for an administrator</td></tr>
 *   <tr><td>{@code SubjectUserName}</td><td>the User-Name as it came</td></tr>
 *   <tr><td>{@code Account}</td><td>the account's id, once it is known</td></tr>
 *   <tr><td>{@code ClientName}, {@code ClientIPAddress}, {@code ClientPort}</td><td>the RADIUS client</td></tr>
 *   <tr><td>{@code CallingStationID}</td><td>where the user comes from, as the client says</td></tr>
 *   <tr><td>{@code AuthenticationType}</td><td>the first factor's method</td></tr>
 *   <tr><td>{@code ProxyPolicyName}, {@code NetworkPolicyName}</td><td>the connection request policy and the network policy</td></tr>
 *   <tr><td>{@code PolicyRevision}</td><td>the revision they stand in</td></tr>
 *   <tr><td>{@code Factor}, {@code FactorOutcome}</td><td>the second factor and its word</td></tr>
 *   <tr><td>{@code Bypass}</td><td>the way round the second factor that was used</td></tr>
 *   <tr><td>{@code Milliseconds}</td><td>from the request's arrival to the decision</td></tr>
 *   <tr><td>{@code Trace}</td><td>the policies looked at: {@code Policy}, {@code Rule}, {@code Held}, {@code Because}</td></tr>
 *   <tr><td>{@code OtherPolicies}</td><td>how many were looked at, did not apply, and are not in the trace; not if there are none</td></tr>
 * </table>
 *
 * <p>A request that nobody decided on has {@code Time}, {@code LocalTime}, {@code EventID} 6274, {@code Answer}, {@code Discard} with the reason,
 * {@code Detail}, {@code Times}, how many there were, {@code SubjectUserName} and the client's three fields; nothing in it is proven.
 *
 * <table>
 *   <caption>Fields of a change by an administrator</caption>
 *   <tr><td>{@code Time}</td><td>when it was made</td></tr>
 *   <tr><td>{@code Change}</td><td>its number in the change log: one that is told twice has the same</td></tr>
 *   <tr><td>{@code Kinds}</td><td>what it is about: {@code POLICIES}, {@code CLIENTS}, {@code SERVERS}, {@code USERS}, {@code GROUPS}, {@code FACTORS}</td></tr>
 *   <tr><td>{@code Author}, {@code Command}, {@code Comment}</td><td>who made it, by which command, and why</td></tr>
 *   <tr><td>{@code Account}</td><td>the one user whom it is about</td></tr>
 *   <tr><td>{@code PolicyRevision}</td><td>the revision that it made</td></tr>
 *   <tr><td>{@code Changes}, {@code Weaker}</td><td>what was changed, and what of it lets in more than before</td></tr>
 * </table>
 *
 * <p>Whatever is not printable ASCII is escaped, so that no user name can end a line, move a cursor or turn text around.
 */
final class AuditRecord {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new TerminalEscapes())
            .rootValueSeparator("\n")
            .build();

    /** Where the time begins in each line. */
    static final int TIME_BEGINS = "{\"Time\":\"".length();

    /** Names of policies and their rules, which come again in every line. */
    private static final int MOST_KNOWN = 10_000;

    private static final ConcurrentMap<String, SerializedString> KNOWN = new ConcurrentHashMap<>();

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    // The names of fields, escaped once.
    private static final SerializedString TIME = new SerializedString("Time");
    private static final SerializedString LOCAL_TIME = new SerializedString("LocalTime");
    private static final SerializedString EVENT_ID = new SerializedString("EventID");
    private static final SerializedString LOGIN_ID = new SerializedString("LoginId");
    private static final SerializedString ANSWER = new SerializedString("Answer");
    private static final SerializedString REASON_CODE = new SerializedString("ReasonCode");
    private static final SerializedString REASON_NAME = new SerializedString("ReasonName");
    private static final SerializedString REASON = new SerializedString("Reason");
    private static final SerializedString DETAIL = new SerializedString("Detail");
    private static final SerializedString SUBJECT_USER_NAME = new SerializedString("SubjectUserName");
    private static final SerializedString ACCOUNT = new SerializedString("Account");
    private static final SerializedString CLIENT_NAME = new SerializedString("ClientName");
    private static final SerializedString CLIENT_IP_ADDRESS = new SerializedString("ClientIPAddress");
    private static final SerializedString CLIENT_PORT = new SerializedString("ClientPort");
    private static final SerializedString CALLING_STATION_ID = new SerializedString("CallingStationID");
    private static final SerializedString AUTHENTICATION_TYPE = new SerializedString("AuthenticationType");
    private static final SerializedString PROXY_POLICY_NAME = new SerializedString("ProxyPolicyName");
    private static final SerializedString NETWORK_POLICY_NAME = new SerializedString("NetworkPolicyName");
    private static final SerializedString POLICY_REVISION = new SerializedString("PolicyRevision");
    private static final SerializedString FACTOR = new SerializedString("Factor");
    private static final SerializedString FACTOR_OUTCOME = new SerializedString("FactorOutcome");
    private static final SerializedString BYPASS = new SerializedString("Bypass");
    private static final SerializedString MILLISECONDS = new SerializedString("Milliseconds");
    private static final SerializedString TRACE = new SerializedString("Trace");
    private static final SerializedString OTHER_POLICIES = new SerializedString("OtherPolicies");
    private static final SerializedString POLICY = new SerializedString("Policy");
    private static final SerializedString RULE = new SerializedString("Rule");
    private static final SerializedString HELD = new SerializedString("Held");
    private static final SerializedString BECAUSE = new SerializedString("Because");
    private static final SerializedString CHANGE = new SerializedString("Change");
    private static final SerializedString KINDS = new SerializedString("Kinds");
    private static final SerializedString AUTHOR = new SerializedString("Author");
    private static final SerializedString COMMAND = new SerializedString("Command");
    private static final SerializedString COMMENT = new SerializedString("Comment");
    private static final SerializedString CHANGES = new SerializedString("Changes");
    private static final SerializedString WEAKER = new SerializedString("Weaker");
    private static final SerializedString DISCARD = new SerializedString("Discard");
    private static final SerializedString TIMES = new SerializedString("Times");
    private static final SerializedString EVENTS_LOST = new SerializedString("EventsLost");

    private AuditRecord() {}

    /** JSON lets U+007F stand as it is; terminals do not. */
    private static final class TerminalEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[0x7F] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null; // the standard form
        }
    }

    /** Writes a line for each event, and one for those that were lost if there are any. */
    static void write(
            List<? extends Audited> events, Instant now, long lost, ZoneId zone, ByteArrayOutputStream lines) {
        if (events.isEmpty() && lost == 0) {
            return;
        }
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), lines)) {
            events.forEach(event -> write(json, event, zone, true));
            if (lost > 0) {
                writeLost(json, now, lost, zone);
            }
        }
        lines.write('\n');
    }

    /** The line, without its end. */
    static String of(AuthEvent event) {
        return line(event, ZoneOffset.UTC, true);
    }

    /** The line that tells of events that could not be kept, without its end. */
    static String lost(Instant at, long events) {
        var line = new ByteArrayOutputStream();
        write(List.of(), at, events, ZoneOffset.UTC, line);
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    /** The line of one event, without its end, with or without the trace. */
    static String line(Audited event, ZoneId zone, boolean traced) {
        var line = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            write(json, event, zone, traced);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static void write(JsonGenerator json, Audited audited, ZoneId zone, boolean traced) {
        json.writeStartObject();
        switch (audited) {
            case AuthEvent event -> {
                time(json, event.at(), zone);
                decision(json, event);
                subject(json, event);
                factors(json, event);
                if (traced) {
                    trace(json, event.trace());
                }
            }
            case DiscardedLogin login -> {
                time(json, login.at(), zone);
                discarded(json, login);
            }
            case Change change -> {
                time(json, change.at(), zone);
                change(json, change);
            }
        }
        json.writeEndObject();
    }

    private static void discarded(JsonGenerator json, DiscardedLogin login) {
        number(json, EVENT_ID, eventId(AuthEvent.Answer.SILENCE));
        text(json, ANSWER, AuthEvent.Answer.SILENCE.name());
        text(json, DISCARD, login.reason());
        text(json, DETAIL, login.detail());
        number(json, TIMES, login.times());
        text(json, SUBJECT_USER_NAME, login.userName());
        client(json, login.client(), login.peer());
    }

    private static void client(JsonGenerator json, String name, InetSocketAddress peer) {
        text(json, CLIENT_NAME, name);
        text(json, CLIENT_IP_ADDRESS, AddressText.of(peer.getAddress()));
        number(json, CLIENT_PORT, peer.getPort());
    }

    private static void change(JsonGenerator json, Change change) {
        number(json, CHANGE, change.number());
        texts(
                json,
                KINDS,
                change.deed().kinds().stream().map(Kind::name).sorted().toList());
        text(json, AUTHOR, change.deed().by().account());
        text(json, COMMAND, change.deed().by().command());
        text(json, COMMENT, change.deed().by().comment());
        optional(json, ACCOUNT, change.user());
        if (change.revision().isPresent()) {
            number(json, POLICY_REVISION, change.revision().get());
        }
        texts(json, CHANGES, change.deed().lines());
        texts(json, WEAKER, change.deed().weaker());
    }

    private static void texts(JsonGenerator json, SerializedString name, List<String> texts) {
        json.writeName(name);
        json.writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void writeLost(JsonGenerator json, Instant at, long events, ZoneId zone) {
        json.writeStartObject();
        time(json, at, zone);
        number(json, EVENTS_LOST, events);
        json.writeEndObject();
    }

    /** First in each line, as the file's readers expect. */
    private static void time(JsonGenerator json, Instant at, ZoneId zone) {
        text(json, TIME, at.toString());
        text(json, LOCAL_TIME, LOCAL.format(at.atZone(zone)));
    }

    private static void decision(JsonGenerator json, AuthEvent event) {
        number(json, EVENT_ID, eventId(event.answer()));
        text(json, LOGIN_ID, event.loginId());
        text(json, ANSWER, event.answer().name());
        if (event.answer() != AuthEvent.Answer.CHALLENGE) {
            number(json, REASON_CODE, event.reason().number());
            text(json, REASON_NAME, event.reason().name());
            text(json, REASON, event.reason().text());
        }
        text(json, DETAIL, event.detail());
    }

    private static void subject(JsonGenerator json, AuthEvent event) {
        text(json, SUBJECT_USER_NAME, event.userName());
        optional(json, ACCOUNT, event.user());
        client(json, event.client(), event.peer());
        optional(json, CALLING_STATION_ID, event.callingStation());
    }

    private static void factors(JsonGenerator json, AuthEvent event) {
        text(json, AUTHENTICATION_TYPE, event.method());
        optional(json, PROXY_POLICY_NAME, event.connectionRequestPolicy());
        optional(json, NETWORK_POLICY_NAME, event.networkPolicy());
        number(json, POLICY_REVISION, event.policyRevision());
        optional(json, FACTOR, event.factor());
        optional(json, FACTOR_OUTCOME, event.factorOutcome());
        optional(json, BYPASS, event.bypass());
        number(json, MILLISECONDS, event.took().toMillis());
    }

    private static void trace(JsonGenerator json, Trace trace) {
        json.writeName(TRACE);
        json.writeStartArray();
        for (var step : trace.steps()) {
            json.writeStartObject();
            json.writeName(POLICY);
            known(json, step.policy());
            json.writeName(RULE);
            known(json, step.rule());
            json.writeName(HELD);
            json.writeBoolean(step.held());
            json.writeName(BECAUSE);
            json.writeString(step.because());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (trace.others() > 0) {
            number(json, OTHER_POLICIES, trace.others());
        }
    }

    private static void optional(JsonGenerator json, SerializedString name, Optional<String> value) {
        if (value.isPresent()) {
            text(json, name, value.get());
        }
    }

    private static void text(JsonGenerator json, SerializedString name, String value) {
        json.writeName(name);
        json.writeString(value);
    }

    private static void number(JsonGenerator json, SerializedString name, long value) {
        json.writeName(name);
        json.writeNumber(value);
    }

    /** A text that comes again and again is escaped once. */
    private static void known(JsonGenerator json, String text) {
        SerializedString escaped = KNOWN.get(text);
        if (escaped != null) {
            json.writeString(escaped);
            return;
        }
        if (KNOWN.size() < MOST_KNOWN && text.chars().allMatch(character -> character >= ' ' && character < 0x7F)) {
            KNOWN.put(text, new SerializedString(text));
        }
        json.writeString(text);
    }

    private static int eventId(AuthEvent.Answer answer) {
        return switch (answer) {
            case ACCEPT -> 6272;
            case REJECT -> 6273;
            case SILENCE -> 6274;
            case CHALLENGE -> 0;
        };
    }
}
