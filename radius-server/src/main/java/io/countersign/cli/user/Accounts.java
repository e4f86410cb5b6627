package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.policy.DialIn;
import io.countersign.policy.Nearest;
import io.countersign.radius.administration.Factors;
import io.countersign.radius.administration.Factors.Held;
import io.countersign.radius.administration.LocalAccounts;
import io.countersign.radius.administration.LocalAccounts.LockedOut;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the commands of this package say alike. */
final class Accounts {
    private static final String PREFIX = "local\\";

    private Accounts() {}

    static LocalUser require(LocalAccounts accounts, String name) {
        return accounts.find(name).orElseThrow(() -> unknown(name));
    }

    static CommandRefused unknown(String name) {
        return CommandRefused.no("there is no local user \"" + name + "\"; countersign user list shows them");
    }

    /** Groups as they were typed, with or without {@code local\}. */
    static Set<String> groupNames(Collection<String> typed) {
        var names = new TreeSet<String>();
        typed.forEach(group -> names.add(groupName(group)));
        return names;
    }

    static String groupName(String typed) {
        return typed.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) ? typed.substring(PREFIX.length()) : typed;
    }

    /** A group that is a slip of the finger away from one that there was is made all the same, and told. */
    static void tellNewGroups(PrintWriter out, LocalAccounts accounts, Collection<String> made) {
        if (made.isEmpty()) {
            return;
        }
        var before = new TreeSet<>(accounts.members().keySet());
        before.removeAll(made);
        for (var group : made) {
            out.println("Made the group local\\" + group + ".");
            Nearest.to(group, before)
                    .ifPresent(meant -> out.println("  There was the group local\\" + meant
                            + " already. If that is meant: countersign user set … --add-group '" + meant
                            + "' --remove-group '" + group + "', then countersign group remove '" + group + "'"));
        }
    }

    /** Until when a user's account is locked after wrong passwords, in UTC; empty if it is not. */
    static Optional<String> lockedUntil(Map<String, LockedOut> locked, LocalUser user) {
        return Optional.ofNullable(locked.get(user.id())).map(Accounts::word);
    }

    /** A user's second factors that are locked, and why, one each. */
    static List<String> lockedFactors(Factors factors, LocalUser user) {
        return held(factors, user).stream()
                .filter(each -> each.credential().lockedBecause().isPresent())
                .map(Accounts::word)
                .toList();
    }

    static List<Held> held(Factors factors, LocalUser user) {
        return factors.user(user.name()).map(factors::list).orElse(List.of());
    }

    static String word(Held held) {
        var credential = held.credential();
        return held.provider() + " " + credential.label()
                + credential.lockedBecause().map(why -> " (" + why + ")").orElse("");
    }

    private static String word(LockedOut locked) {
        return switch (locked) {
            case LockedOut.Until(var time) ->
                time.truncatedTo(ChronoUnit.SECONDS).toString();
            case LockedOut.UntilUnlocked() -> "unlocked";
        };
    }

    static String word(DialIn dialIn) {
        return dialIn.name().toLowerCase(Locale.ROOT);
    }

    static String word(StoredPassword password) {
        return switch (password) {
            case StoredPassword.Hashed _ -> "argon2id";
            case StoredPassword.Reversible _ -> "reversible";
        };
    }
}
