package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;

/** Tells an administrator what a discard means and what mends it. */
final class DiscardAdvice {
    private DiscardAdvice() {}

    /** For a client whose requests an NPS sends, such as an RD Gateway. */
    static String forNps(DiscardReason reason) {
        return reason == DiscardReason.MESSAGE_AUTHENTICATOR_MISSING
                ? "sends requests without Message-Authenticator; make its NPS sign them: Remote RADIUS Server Groups, the server's "
                        + "Authentication/Accounting tab, tick 'Request must contain the message authenticator attribute'"
                : of(reason);
    }

    static String of(DiscardReason reason) {
        return switch (reason) {
            case CLIENT_UNKNOWN ->
                "sends requests but is no RADIUS client; if it should be, add it to the clients of the policy document and apply that";
            case MESSAGE_AUTHENTICATOR_MISSING ->
                "sends requests without Message-Authenticator; make it sign them. Much software cannot: message-authenticator: accept for "
                        + "this client serves it all the same, learn does until it signs and for 14 days at most. Meanwhile who can forge "
                        + "its address may send requests, and who can change packets on the way may turn a Reject into an Accept "
                        + "(CVE-2024-3596): keep that way to a network of its own";
            case MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP ->
                "sends EAP without Message-Authenticator, which RFC 3579 forbids; update the client's software";
            case MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE ->
                "sends requests with Proxy-State but without Message-Authenticator, as forgers of replies do; make the proxy sign them, "
                        + "then set message-authenticator: require";
            case MESSAGE_AUTHENTICATOR_WRONG ->
                "sends a Message-Authenticator that does not verify; its shared secret is not the one set here: type both in again";
            case MESSAGE_AUTHENTICATOR_REPEATED, MESSAGE_AUTHENTICATOR_LENGTH ->
                "sends a malformed Message-Authenticator; update the client's software, or somebody forges its address";
            case CODE_UNEXPECTED ->
                "sends what does not belong on this port; check that authentication goes to the one port and accounting to the other";
            case REQUEST_AUTHENTICATOR_WRONG ->
                "sends an Accounting-Request that does not verify; its shared secret for accounting is not the one set here: type both in again";
            case STATUS_SERVER_UNSIGNED ->
                "sends Status-Server without a Message-Authenticator that verifies; check the shared secret, or make it sign them";
            case STATUS_SERVER_WHILE_DOWN ->
                "is not told that the server is here, because users cannot be looked up; look for the fault in the log";
            case STATUS_SERVER_TOO_OFTEN -> "sends more than 20 Status-Servers a second; make it ask every few seconds";
            case DUPLICATE ->
                "repeats requests that are still in work, each of which is served once; how long it waits is shown by: countersign client list";
            case LISTENER_BUSY ->
                "has requests refused because the server has too many in work; look for what makes them wait";
            case CLIENT_BUSY ->
                "has too many requests in work, or passwords that wait to be checked, at the same time; look for what makes them wait, "
                        + "such as somebody who guesses passwords";
            case AUDIT_UNWRITABLE ->
                "has requests left unanswered because the audit file cannot be written (audit: on-failure: discard); make room on its disk";
            case SERVER_ERROR -> "has requests that the server failed to serve; the log says why";
            case REPLY_TOO_LONG ->
                "sends so much Proxy-State that no reply can carry it; look at the proxies before it";
            case CODE_INVALID ->
                "sends packets of a code that is not served here, such as CoA-Request and Disconnect-Request, which a NAS takes; "
                        + "send them there, or check that nothing else uses this port";
            case SHORTER_THAN_HEADER,
                    LENGTH_TOO_SHORT,
                    LENGTH_TOO_LONG,
                    LENGTH_PAST_END,
                    STRAY_OCTET,
                    ATTRIBUTE_TYPE_ZERO,
                    ATTRIBUTE_LENGTH_TOO_SHORT,
                    ATTRIBUTE_PAST_END,
                    TOO_MANY_ATTRIBUTES ->
                "sends what is no RADIUS packet; check that nothing else uses this port, and update the client's software";
        };
    }
}
