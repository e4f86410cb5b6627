package io.countersign.cli.radius;

import io.countersign.radius.packet.Code;
import java.util.Map;
import java.util.Optional;

/** What is known of the Code field's values, those that the server does not serve included. */
final class PacketCodes {
    /** Those that IANA lists in "RADIUS Packet Type Codes" besides the ones of {@link Code}. */
    private static final Map<Integer, String> NOT_SERVED = Map.ofEntries(
            Map.entry(6, "Accounting-Status"),
            Map.entry(7, "Password-Request"),
            Map.entry(8, "Password-Ack"),
            Map.entry(9, "Password-Reject"),
            Map.entry(10, "Accounting-Message"),
            Map.entry(13, "Status-Client"),
            Map.entry(21, "Resource-Free-Request"),
            Map.entry(22, "Resource-Free-Response"),
            Map.entry(23, "Resource-Query-Request"),
            Map.entry(24, "Resource-Query-Response"),
            Map.entry(25, "Alternate-Resource-Reclaim-Request"),
            Map.entry(26, "NAS-Reboot-Request"),
            Map.entry(27, "NAS-Reboot-Response"),
            Map.entry(29, "Next-Passcode"),
            Map.entry(30, "New-Pin"),
            Map.entry(31, "Terminate-Session"),
            Map.entry(32, "Password-Expired"),
            Map.entry(33, "Event-Request"),
            Map.entry(34, "Event-Response"),
            Map.entry(40, "Disconnect-Request"),
            Map.entry(41, "Disconnect-ACK"),
            Map.entry(42, "Disconnect-NAK"),
            Map.entry(43, "CoA-Request"),
            Map.entry(44, "CoA-ACK"),
            Map.entry(45, "CoA-NAK"),
            Map.entry(50, "IP-Address-Allocate"),
            Map.entry(51, "IP-Address-Release"),
            Map.entry(52, "Protocol-Error"),
            Map.entry(250, "Experimental-Use"),
            Map.entry(251, "Experimental-Use"),
            Map.entry(252, "Experimental-Use"),
            Map.entry(253, "Experimental-Use"));

    /** What the Authenticator field is. */
    enum Authentication {
        /** Random (RFC 2865 §3). */
        RANDOM,
        /** A digest over the request itself (RFC 2866 §3, RFC 5176 §2.3). */
        OF_REQUEST,
        /** A digest over the reply with its request's authenticator. */
        OF_REPLY,
        /** No RFC says. */
        UNKNOWN
    }

    private PacketCodes() {}

    /** The name of a code; empty if it is assigned to nothing. */
    static Optional<String> name(int code) {
        return Code.of(code).map(Code::text).or(() -> Optional.ofNullable(NOT_SERVED.get(code)));
    }

    /** Whether the server reads packets of this code. */
    static boolean isServed(int code) {
        return Code.of(code).isPresent();
    }

    static Authentication authentication(int code) {
        return switch (code) {
            case 1, 12, 13 -> Authentication.RANDOM;
            case 4, 40, 43 -> Authentication.OF_REQUEST;
            case 2, 3, 5, 11, 41, 42, 44, 45, 52 -> Authentication.OF_REPLY;
            default -> Authentication.UNKNOWN;
        };
    }
}
