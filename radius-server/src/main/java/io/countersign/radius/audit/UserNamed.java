package io.countersign.radius.audit;

import io.countersign.policy.CaseFolding;
import io.countersign.radius.event.Printable;
import java.util.regex.Pattern;

/**
 * A user as somebody looks for him: {@code alice} is also {@code CONTOSO\alice} and {@code Alice@contoso.com}; a name with a domain is that
 * alone.
 */
public final class UserNamed {
    private static final Pattern BARE = Pattern.compile("^[^\\\\]*\\\\|@[^@]*$");

    private final String wanted;
    private final boolean anyDomain;

    /** Whatever the case. */
    public UserNamed(String name) {
        this.wanted = key(name);
        this.anyDomain = bare(wanted).equals(wanted);
    }

    /** Whether a User-Name is his. */
    public boolean matches(String userName) {
        return matchesKey(key(userName));
    }

    boolean matchesKey(String key) {
        return key.equals(wanted) || (anyDomain && bare(key).equals(wanted));
    }

    /** The form in which names are compared: one line, whatever is in it. */
    static String key(String userName) {
        return Printable.whole(CaseFolding.folded(userName));
    }

    private static String bare(String key) {
        return BARE.matcher(key).replaceAll("");
    }
}
