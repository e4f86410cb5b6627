package io.countersign.policy;

import java.util.Optional;

/**
 * A change of the User-Name, as NPS's attribute manipulation does it.
 *
 * @param find the part to replace; a name without it stays as it is
 * @param replace what stands there instead; {@code $1} to {@code $9} for the groups of the pattern
 */
public record UserNameRewrite(NpsPattern find, String replace) {
    /** Checks that the replacement names only groups that the pattern has; throws {@code IllegalArgumentException} with what to write. */
    public UserNameRewrite {
        find.requireGroupsOf(replace);
    }

    /** The name after it; empty if the pattern gives up on the name, so that nobody knows. */
    public Optional<String> apply(String name) {
        return find.replaceFirst(name, replace);
    }
}
