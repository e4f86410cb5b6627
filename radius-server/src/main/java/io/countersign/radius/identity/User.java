package io.countersign.radius.identity;

import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Groups;
import io.countersign.policy.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An account as its directory knows it now.
 *
 * @param id the directory's name, a colon, and an identity that never changes: a SID, or the id of a local user. Factors, locks and
 *     prompts hang on it, never on a typed name
 * @param name the login name without a domain
 * @param groups all of them, nested ones too
 */
public record User(
        String id,
        String directory,
        String name,
        Optional<String> netbiosDomain,
        Optional<String> dnsDomain,
        Optional<String> upn,
        Optional<String> sid,
        Groups groups,
        DialInProperties dialInProperties,
        AccountState state,
        Map<String, List<String>> attributes) {
    /** Copies the map. */
    public User {
        attributes = Map.copyOf(attributes);
    }

    /** Of whose dial-in the permission alone is known. */
    public User(
            String id,
            String directory,
            String name,
            Optional<String> netbiosDomain,
            Optional<String> dnsDomain,
            Optional<String> upn,
            Optional<String> sid,
            Groups groups,
            DialIn dialIn,
            AccountState state,
            Map<String, List<String>> attributes) {
        this(
                id,
                directory,
                name,
                netbiosDomain,
                dnsDomain,
                upn,
                sid,
                groups,
                DialInProperties.of(dialIn),
                state,
                attributes);
    }

    /** Whether the account says itself that it may dial in. */
    public DialIn dialIn() {
        return dialInProperties.permission();
    }

    /** Whether the user is in a group, written as {@code directory\Group}; compared without regard to case. */
    public boolean isMemberOf(String group) {
        return groups.contains(group);
    }

    /** The same account in another state. */
    public User in(AccountState now) {
        return new User(
                id, directory, name, netbiosDomain, dnsDomain, upn, sid, groups, dialInProperties, now, attributes);
    }

    /** Whether an account may log in at all. */
    public enum AccountState {
        /** It may. */
        ACTIVE(ReasonCode.SUCCESS, "is active"),
        /** An administrator has disabled it. */
        DISABLED(ReasonCode.ACCOUNT_DISABLED, "is disabled"),
        /** Locked out after wrong passwords. */
        LOCKED_OUT(ReasonCode.ACCOUNT_LOCKED_OUT, "is locked out"),
        /** Its time is over. */
        EXPIRED(ReasonCode.ACCOUNT_EXPIRED, "has expired"),
        /** The password is too old. */
        PASSWORD_EXPIRED(ReasonCode.PASSWORD_MUST_CHANGE, "has a password that has expired"),
        /** The password must be changed before the first login. */
        MUST_CHANGE_PASSWORD(ReasonCode.PASSWORD_MUST_CHANGE, "must change the password first"),
        /** Not at this hour. */
        OUTSIDE_LOGON_HOURS(ReasonCode.INVALID_LOGON_HOURS, "may not log in at this hour"),
        /** Not from here, or by another rule of the directory. */
        RESTRICTED(ReasonCode.ACCOUNT_RESTRICTION, "may not log in from here");

        private final ReasonCode reason;
        private final String words;

        AccountState(ReasonCode reason, String words) {
            this.reason = reason;
            this.words = words;
        }

        /** Why such an account is refused. */
        public ReasonCode reason() {
            return reason;
        }

        /** What can be said of such an account, as in "alice is disabled". */
        public String words() {
            return words;
        }
    }
}
