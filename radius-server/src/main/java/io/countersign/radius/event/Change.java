package io.countersign.radius.event;

import java.time.Instant;
import java.util.Optional;

/**
 * One change that was made: a row of the change log. Carries no secret.
 *
 * @param number from 1, without gaps
 * @param at in whole milliseconds
 * @param revision the policy revision that it made, if it made one
 * @param user the id of the one user whom it is about, as their directory has it: {@code local:} before that of a local user
 */
public record Change(long number, Instant at, Optional<Long> revision, Optional<String> user, Deed deed)
        implements Audited {
    /** What a change is about. */
    public enum Kind {
        /** Connection request policies, network policies, remote RADIUS server groups: a new revision. */
        POLICIES,
        /** RADIUS clients or their shared secrets. */
        CLIENTS,
        /** Shared secrets of remote RADIUS servers. */
        SERVERS,
        /** Local users. */
        USERS,
        /** Local groups. */
        GROUPS,
        /** Second factors. */
        FACTORS
    }

    /** {@link #who()} of a change that is perhaps not known. */
    public static String who(Optional<Change> change) {
        return change.map(Change::who).orElse("by an unknown hand");
    }

    /** Who made it and when, for people: {@code root by policy apply at 2026-11-28T10:15:30Z}. */
    public String who() {
        Author by = deed.by();
        return by.account() + (by.command().isEmpty() ? "" : " by " + by.command()) + " at " + at;
    }
}
