package io.countersign.radius.identity;

import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
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
        DialIn dialIn,
        AccountState state,
        Map<String, List<String>> attributes) {
    /** Copies the map. */
    public User {
        attributes = Map.copyOf(attributes);
    }

    /** Whether the user is in a group, written as {@code directory\Group}; compared without regard to case. */
    public boolean isMemberOf(String group) {
        return groups.contains(group);
    }

    /** Whether an account may log in at all. */
    public enum AccountState {
        /** It may. */
        ACTIVE,
        /** An administrator has disabled it. */
        DISABLED,
        /** Locked out after wrong passwords. */
        LOCKED_OUT
    }
}
