package io.countersign.policy;

import java.util.List;
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

    /** The text after all of some, each applied to what the one before left; empty if nobody knows it. */
    public static Optional<String> applyAll(List<AttributeRewrite> rewrites, String text) {
        Optional<String> rewritten = Optional.of(text);
        for (AttributeRewrite rewrite : rewrites) {
            rewritten = rewritten.flatMap(rewrite::apply);
        }
        return rewritten;
    }

    /** The text after it; empty if the pattern gives up on the text, so that nobody knows. */
    public Optional<String> apply(String text) {
        return find.replaceFirst(text, replace);
    }
}
