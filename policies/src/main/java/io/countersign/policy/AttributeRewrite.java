package io.countersign.policy;

import java.util.Optional;

/**
 * A change of a text attribute, as NPS's attribute manipulation does it.
 *
 * @param find the part to replace; a text without it stays as it is
 * @param replace what stands there instead; {@code $1} to {@code $9} for the groups of the pattern, {@code $$} for a dollar sign
 */
public record AttributeRewrite(NpsPattern find, String replace) {
    /** Checks that the replacement names only groups that the pattern has; throws {@code IllegalArgumentException} with what to write. */
    public AttributeRewrite {
        find.requireGroupsOf(replace);
    }

    /** The text after it; empty if the pattern gives up on the text, so that nobody knows. */
    public Optional<String> apply(String text) {
        return find.replaceFirst(text, replace);
    }
}
