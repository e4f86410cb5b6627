package io.countersign.cli.logins;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.event.Printable;
import java.util.Optional;
import java.util.stream.Stream;

/** What an administrator does about a login that ended as it did. */
final class Remedy {
    private Remedy() {}

    /** For one that let nobody in; empty for one that did, and where nothing needs to be done. */
    static Optional<String> of(AuditLine line) {
        return line.answer().flatMap(answer -> switch (answer) {
            case ACCEPT ->
                line.text("Bypass")
                        .map(way -> "The policy lets users in without their second factor when it is "
                                + Printable.of(way).replace('-', ' ')
                                + ". See that this is what you want: countersign policy show "
                                + quoted(line.text("NetworkPolicyName").orElse("NAME")));
            case CHALLENGE ->
                Optional.of("The user was asked and has not answered. Where the client shows no such question, set"
                        + " challenge: false for it and use a factor that needs no code");
            case REJECT, SILENCE -> reason(line).flatMap(reason -> of(reason, line));
        });
    }

    private static Optional<ReasonCode> reason(AuditLine line) {
        return Stream.of(ReasonCode.values())
                .filter(reason ->
                        line.reasonCode().isPresent() && line.reasonCode().getAsInt() == reason.number())
                .findFirst();
    }

    private static Optional<String> of(ReasonCode reason, AuditLine line) {
        String user = quoted(line.userName().orElse("NAME"));
        String client = quoted(line.client().orElse("NAME"));
        String policy = quoted(line.text("NetworkPolicyName").orElse("NAME"));
        return Optional.ofNullable(
                switch (reason) {
                    case SUCCESS -> null;
                    case INTERNAL_ERROR ->
                        "This is a fault of the server, or of a policy's condition: the log of that minute tells more";
                    case ACCESS_DENIED ->
                        "If it is an RD Gateway: have it sign its requests, and say type: rd-gateway for the client "
                                + client + ". If policies or the account were changed meanwhile: try again";
                    case MALFORMED_REQUEST ->
                        "The client sends what no RADIUS client should: see docs/clients.md for its name, or look at a"
                                + " captured packet with countersign radius decode";
                    case SERVER_UNAVAILABLE ->
                        "If it was not decided in time: raise the client's time-out (60 s for second factors) and timeout:"
                                + " of " + client + " to the same. Else see countersign status and countersign doctor";
                    case NO_SUCH_DOMAIN, NO_SUCH_USER ->
                        "Add the user (countersign user add), or the domain under local: netbios-names in the"
                                + " settings; countersign user list shows who there is";
                    case DISCARDED ->
                        "A later request of the same login took its place, or too much was in work: see the lines around it"
                                + " (countersign logins --client " + client + ")";
                    case CREDENTIALS_MISMATCH ->
                        "If the password is right, and the client signs no requests: see that the shared secret of "
                                + client
                                + " is the same on both sides, since a wrong one makes a wrong password of each. Else: countersign user password "
                                + user;
                    case UNSUPPORTED_AUTHENTICATION_TYPE ->
                        "Set the client to PAP, CHAP or MS-CHAPv2; a client that sends no password at all must"
                                + " be an RD Gateway (type: rd-gateway)";
                    case NO_REVERSIBLE_PASSWORD ->
                        "Use PAP on the client, or give the password anew in a form that the method can check:"
                                + " countersign user password " + user + " --store reversible";
                    case SECOND_FACTOR_DENIED ->
                        "countersign mfa list " + user + " shows what the user has; countersign doctor --user " + user
                                + " whether it can work now";
                    case PASSWORD_MUST_CHANGE -> "The user has to choose a new password first";
                    case ACCOUNT_DISABLED -> "If the user may come in: countersign user set " + user + " --enable";
                    case ACCOUNT_EXPIRED -> "Extend the account in its directory";
                    case ACCOUNT_LOCKED_OUT ->
                        "countersign user unlock " + user + ", once it is clear where the wrong passwords come from"
                                + " (countersign logins --user " + user + ")";
                    case INVALID_LOGON_HOURS, ACCOUNT_RESTRICTION ->
                        "The account's own rules forbid it; change them in its directory";
                    case NO_NETWORK_POLICY_MATCHED, NO_CONNECTION_REQUEST_POLICY_MATCHED ->
                        "The lines above with \"no\" are what was missing."
                                + " Change the group or the policy, and try: countersign policy test --client " + client
                                + " --user " + user;
                    case DIAL_IN_PERMISSION_DENIED ->
                        "The policy or the account denies on purpose; see countersign policy show " + policy
                                + " and countersign user show " + user;
                    case AUTHENTICATION_METHOD_NOT_ENABLED ->
                        "Allow the method under authentication-methods in the policy " + policy
                                + ", or set the client to one that it allows";
                    case CALLING_STATION_ID ->
                        "The account may dial in from other places only: its caller IDs stand in its directory; a policy with"
                                + " ignore-dial-in-properties: true leaves them aside";
                    case RESTRICTION_INVALID ->
                        "Correct the account's dial-in properties in its directory, or write ignore-dial-in-properties: true in the"
                                + " policy " + policy;
                    case DAY_AND_TIME, CALLED_STATION_ID, NAS_PORT_TYPE ->
                        "A constraint of the policy " + policy + " forbids it: countersign policy show " + policy;
                    case REMOTE_SERVER_REJECTED -> "The remote server decided so; its own log tells why";
                    case REMOTE_SERVER_UNANSWERED, REMOTE_SERVER_REPLY_REFUSED ->
                        "countersign doctor and countersign status tell which remote server fails, and what mends it";
                });
    }

    /** As a shell takes it. */
    private static String quoted(String name) {
        String plain = Printable.of(name);
        return plain.matches("[\\w.@-]+") ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }
}
