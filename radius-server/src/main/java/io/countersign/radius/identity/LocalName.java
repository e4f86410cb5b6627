package io.countersign.radius.identity;

import io.countersign.policy.CaseFolding;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The name of a local user or group: 1 to 64 characters, none of them a backslash or invisible, no space at either end. {@code @} is
 * allowed, so that a name may look like a UPN. Its characters are composed.
 */
public record LocalName(String text) {
    private static final int MOST_CHARACTERS = 64;

    /** Throws {@link IllegalArgumentException} with the message of {@link #problemWith} for a name that breaks the rules. */
    public LocalName {
        problemWith(text).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        text = CaseFolding.composed(text);
    }

    /** What is wrong with a name, for the administrator; empty if nothing is. */
    public static Optional<String> problemWith(String name) {
        if (name.isEmpty()) {
            return Optional.of("a name must have at least one character");
        }
        if (name.codePointCount(0, name.length()) > MOST_CHARACTERS) {
            return Optional.of("a name has at most " + MOST_CHARACTERS + " characters");
        }
        if (name.codePoints().anyMatch(LocalName::isInvisible)) {
            return Optional.of("a name must not contain control characters or invisible ones");
        }
        if (name.indexOf('\\') >= 0) {
            return Optional.of("a name must not contain a backslash: it separates the domain from the name");
        }
        if (!name.equals(name.strip())) {
            return Optional.of("a name must not begin or end with a space");
        }
        return Optional.empty();
    }

    /** The form by which names are compared, see {@link CaseFolding}. */
    public static String folded(String name) {
        return CaseFolding.folded(name);
    }

    /** Those of some names that are not among others, without regard to case. */
    public static SortedSet<String> without(Collection<String> names, Collection<String> others) {
        var folded = new HashSet<String>();
        others.forEach(name -> folded.add(folded(name)));
        var rest = new TreeSet<>(names);
        rest.removeIf(name -> folded.contains(folded(name)));
        return rest;
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
