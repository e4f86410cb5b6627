package io.countersign.policy;

import java.util.List;

/**
 * Says whether an identified user may connect, with which second factor and with which reply. The first enabled one whose conditions
 * hold decides; nothing matched is a reject.
 *
 * @param description for people; empty if there is none
 * @param ignoreDialInProperties whether the account's own dial-in permission is left aside
 * @param accountMayGrant whether an account's allow overrides this policy's deny, as NPS does it
 * @param rdGateway the device redirections that an RD Gateway is told to disable
 * @param reply attributes of the Access-Accept, by dictionary name, in the order of the document
 */
public record NetworkPolicy(
        String name,
        boolean enabled,
        String description,
        Conditions when,
        Constraints constraints,
        Access access,
        boolean ignoreDialInProperties,
        boolean accountMayGrant,
        SecondFactor mfa,
        List<ReplyAttribute> reply,
        DeviceRedirection rdGateway,
        Location at) {
    /** Copies the list. */
    public NetworkPolicy {
        reply = List.copyOf(reply);
    }

    /** The policy's own permission. */
    public enum Access {
        /** May end in an Access-Accept. */
        GRANT,
        /** Ends in an Access-Reject. */
        DENY
    }

    /** One reply attribute, values as the document writes them. */
    public record ReplyAttribute(Located<String> name, List<Located<String>> values) {
        /** Copies the list. */
        public ReplyAttribute {
            values = List.copyOf(values);
        }
    }
}
