package io.countersign.policy;

/**
 * Says whether an identified user may connect, with which second factor and with which reply. The first enabled one whose conditions
 * hold decides; nothing matched is a reject.
 *
 * @param description for people; empty if there is none
 * @param ignoreDialInProperties whether the account's own dial-in properties are left aside
 * @param accountMayGrant whether an account's allow overrides this policy's deny, as NPS does it
 */
public record NetworkPolicy(
        String name,
        boolean enabled,
        String description,
        NetworkAccessServerType type,
        Conditions when,
        Constraints constraints,
        Access access,
        boolean ignoreDialInProperties,
        boolean accountMayGrant,
        SecondFactor mfa,
        ReplySettings settings,
        Location at)
        implements Policy {
    /** The same policy, described elsewhere. */
    public NetworkPolicy with(Location elsewhere) {
        return new NetworkPolicy(
                name,
                enabled,
                description,
                type,
                when,
                constraints,
                access,
                ignoreDialInProperties,
                accountMayGrant,
                mfa,
                settings,
                elsewhere);
    }

    /** Whether it may end in an Access-Accept. */
    public boolean mayGrant() {
        return access == Access.GRANT || accountMayGrant;
    }

    /** The policy's own permission. */
    public enum Access {
        /** May end in an Access-Accept. */
        GRANT,
        /** Ends in an Access-Reject. */
        DENY
    }
}
