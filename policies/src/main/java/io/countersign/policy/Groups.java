package io.countersign.policy;

import java.util.Set;
import java.util.regex.Pattern;

/** The groups that an account is in, as {@code directory\Group}. Folded once, so that each question is a look-up. Immutable. */
public final class Groups {
    /** No group. */
    public static final Groups NONE = new Groups(Set.of());

    /** How a group is written by its SID (MS-DTYP §2.4.2.1), for which it needs no directory's name. */
    private static final Pattern SID = Pattern.compile("S-1(-\\d{1,15}){2,16}");

    private final Set<String> written;
    private final Set<String> folded;

    private Groups(Set<String> written) {
        this.written = Set.copyOf(written);
        this.folded = CaseFolding.folded(written);
    }

    /** Groups as their directory writes them. */
    public static Groups of(Set<String> written) {
        return written.isEmpty() ? NONE : new Groups(written);
    }

    /** Whether a group is written by its SID. */
    public static boolean isSid(String group) {
        return SID.matcher(group).matches();
    }

    /** As their directory writes them. */
    public Set<String> written() {
        return written;
    }

    /** In the form of {@link CaseFolding}. */
    Set<String> folded() {
        return folded;
    }

    /** Whether a group is one of them, whatever its case. */
    public boolean contains(String group) {
        return folded.contains(CaseFolding.folded(group));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Groups that && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
