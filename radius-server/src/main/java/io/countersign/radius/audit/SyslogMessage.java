package io.countersign.radius.audit;

import io.countersign.radius.event.Audited;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.DiscardedLogin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Events as messages of RFC 5424, each after the number of its octets (RFC 6587 §3.4.1, RFC 5425 §4.3): the line of the audit file is the text
 * of the message, in ASCII.
 */
final class SyslogMessage {
    private static final int AUTHPRIV = 10;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int INFORMATIONAL = 6;

    /** What receivers should take (RFC 5425 §4.3.1). A longer message is sent without the trace. */
    private static final int MOST_OCTETS = 8_192;

    private static final int MOST_OCTETS_OF_HEADER = 400;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern HOST_NAME = Pattern.compile("[!-~]{1,255}");

    private final String host;
    private final String process;
    private final ZoneId zone;

    SyslogMessage(String computerName, long process, ZoneId zone) {
        this.host = HOST_NAME.matcher(computerName).matches() ? computerName : "-";
        this.process = Long.toString(process);
        this.zone = zone;
    }

    /** Adds the message of an event. */
    void add(Audited event, ByteArrayOutputStream stream) {
        var line = AuditRecord.line(event, zone, true);
        add(
                severity(event),
                at(event),
                kind(event),
                line.length() + MOST_OCTETS_OF_HEADER > MOST_OCTETS ? AuditRecord.line(event, zone, false) : line,
                stream);
    }

    /** Adds the message that tells of events for which there was no room. */
    void addLost(Instant now, long events, ByteArrayOutputStream stream) {
        add(ERROR, now, "LOST", AuditRecord.lost(now, events), stream);
    }

    private void add(int severity, Instant at, String kind, String line, ByteArrayOutputStream stream) {
        var message = "<" + (AUTHPRIV * 8 + severity) + ">1 " + TIME.format(at) + " " + host + " countersign " + process
                + " " + kind + " - " + line;
        var octets = message.getBytes(StandardCharsets.US_ASCII);
        stream.writeBytes((octets.length + " ").getBytes(StandardCharsets.US_ASCII));
        stream.writeBytes(octets);
    }

    private static int severity(Audited event) {
        return switch (event) {
            case AuthEvent login ->
                switch (login.answer()) {
                    case ACCEPT -> login.bypass().isPresent() ? WARNING : INFORMATIONAL;
                    case CHALLENGE -> INFORMATIONAL;
                    case REJECT -> NOTICE;
                    case SILENCE -> WARNING;
                };
            case DiscardedLogin _ -> WARNING;
            case Change change -> change.deed().weaker().isEmpty() ? NOTICE : WARNING;
        };
    }

    private static Instant at(Audited event) {
        return switch (event) {
            case AuthEvent login -> login.at();
            case DiscardedLogin login -> login.at();
            case Change change -> change.at();
        };
    }

    private static String kind(Audited event) {
        return switch (event) {
            case AuthEvent login -> login.answer().name();
            case DiscardedLogin _ -> "DISCARD";
            case Change _ -> "CHANGE";
        };
    }
}
