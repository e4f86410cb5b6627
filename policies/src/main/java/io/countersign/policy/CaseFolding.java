package io.countersign.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one way in which names are compared without regard to case: of users, groups, clients, server groups, policies, vendors and
 * attributes' values. By {@link String#toLowerCase(Locale)} of the root locale, as stores keep them.
 *
 * <p>Never {@link String#equalsIgnoreCase}, which takes more letters for alike: what is one name here and two there is a way round.
 * Patterns are another matter, see {@link NpsPattern}.
 */
public final class CaseFolding {
    private CaseFolding() {}

    /** The form by which a name is compared and looked up. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The forms of several names, each once. */
    public static Set<String> folded(Collection<String> names) {
        return names.stream().map(CaseFolding::folded).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether two names are the same. */
    public static boolean same(String name, String other) {
        return folded(name).equals(folded(other));
    }
}
