package io.countersign.radius.exchange;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import java.time.Duration;

/** Tells an administrator how to make a client wait as long as its {@code timeout} says. */
public final class PatienceAdvice {
    /** No client's {@code timeout} can be shorter. */
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(10);

    private PatienceAdvice() {}

    /** What mends a client that gives up too early: its own setting, else its {@code timeout} here. */
    public static String of(ClientDefinition client, Duration givesUpAfter) {
        String instead = givesUpAfter.compareTo(SHORTEST_TIMEOUT) < 0
                ? "as nobody can be asked in that time: " + text(SHORTEST_TIMEOUT) + " is the shortest timeout:"
                : "or set timeout: " + givesUpAfter.toSeconds() + "s, so that nobody is asked in vain";
        return "its timeout: here is " + text(client.timeout()) + ". Have it wait so long (" + setting(client) + "), "
                + instead;
    }

    /** Where the client keeps it. */
    private static String setting(ClientDefinition client) {
        if (isNps(client)) {
            return "its NPS: Remote RADIUS Server Groups, the server's Load Balancing tab, "
                    + "'Number of seconds without response before request is considered dropped'";
        }
        return switch (CaseFolding.folded(client.vendor())) {
            case "fortinet" -> "config system global, set remoteauthtimeout";
            case "cisco" -> "ASA: timeout of the aaa-server host; IOS: radius-server timeout and retransmit";
            case "palo-alto" -> "its RADIUS server profile: Timeout and Retries";
            default ->
                "the time-out of its RADIUS server settings, times its tries; the login dialogue before it may have one too";
        };
    }

    /** Whether Microsoft's NPS sends the client's requests. */
    static boolean isNps(ClientDefinition client) {
        return client.type() == ClientType.RD_GATEWAY || CaseFolding.same(client.vendor(), "microsoft");
    }

    /** A time in seconds, to the tenth below 10 s. */
    public static String text(Duration time) {
        long tenths = (time.toMillis() + 50) / 100;
        return tenths >= 100 || tenths % 10 == 0 ? (tenths + 5) / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
}
