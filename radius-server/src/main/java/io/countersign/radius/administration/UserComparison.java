package io.countersign.radius.administration;

import io.countersign.policy.DialIn;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Says of a local user what is changed, and what of it lets in more than before. */
final class UserComparison {
    private UserComparison() {}

    static Deed added(LocalUser user, Author by) {
        return new Deed(
                Set.of(Kind.USERS),
                by,
                List.of("+ user " + user.name()
                        + (user.groups().isEmpty() ? "" : " in " + String.join(", ", new TreeSet<>(user.groups())))),
                List.of());
    }

    static Deed changed(LocalUser seen, LocalUser next, Author by) {
        var lines = new ArrayList<String>();
        var weaker = new ArrayList<String>();
        var whose = "user " + seen.name();
        if (seen.enabled() != next.enabled()) {
            lines.add("~ " + whose + ": " + (next.enabled() ? "enabled" : "disabled"));
            if (next.enabled()) {
                weaker.add(whose + ": may log in again");
            }
        }
        if (seen.dialIn() != next.dialIn()) {
            lines.add("~ " + whose + ": dial-in " + next.dialIn().name().toLowerCase(Locale.ROOT));
            if (next.dialIn() == DialIn.ALLOW || seen.dialIn() == DialIn.DENY) {
                weaker.add(whose + ": the dial-in permission lets in more");
            }
        }
        for (var group : LocalName.without(next.groups(), seen.groups())) {
            lines.add("~ " + whose + ": joins " + group);
            weaker.add(whose + ": is a member of " + group + " now");
        }
        LocalName.without(seen.groups(), next.groups()).forEach(group -> lines.add("~ " + whose + ": leaves " + group));
        if (!seen.password().equals(next.password())) {
            lines.add("~ " + whose + ": another password");
            if (seen.password() instanceof StoredPassword.Hashed
                    && next.password() instanceof StoredPassword.Reversible) {
                weaker.add(whose + ": the password can be read with the store key");
            }
        }
        return new Deed(Set.of(Kind.USERS), by, lines, weaker);
    }
}
