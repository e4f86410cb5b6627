package io.countersign.radius.administration;

import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user of a request that is tried: as the directories know them, with further groups; made up where no directory does and there are
 * groups.
 *
 * @param groups as {@code directory\Group}, besides those that the directory knows
 */
record SupposedUser(String typed, Set<String> groups, boolean isKnown) {
    private static final String ID = "made-up:";

    static SupposedUser of(Collection<Directory> directories, String typed, Set<String> groups) {
        var name = LoginName.parse(typed);
        boolean known =
                directories.stream().anyMatch(directory -> directory.find(name).isPresent());
        return new SupposedUser(typed, groups, known);
    }

    /** Whether the groups of the question stand in for an account that no directory has. */
    boolean isMadeUp() {
        return !isKnown && !groups.isEmpty();
    }

    /** What a directory that is stood in for finds. */
    Optional<User> in(Directory directory, LoginName name) {
        return isMadeUp()
                ? Optional.of(madeUp(directory))
                : directory.find(name).map(this::withGroups);
    }

    /** The same by {@link User#id}. */
    Optional<User> in(Directory directory, String id) {
        return isMadeUp()
                ? Optional.of(madeUp(directory))
                : directory.findById(id).map(this::withGroups);
    }

    private User madeUp(Directory directory) {
        return new User(
                directory.name() + ":" + ID + typed,
                directory.name(),
                LoginName.parse(typed).name(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Groups.of(groups),
                DialIn.ABSENT,
                User.AccountState.ACTIVE,
                Map.of());
    }

    private User withGroups(User known) {
        var all = new HashSet<>(known.groups().written());
        all.addAll(groups);
        return new User(
                known.id(),
                known.directory(),
                known.name(),
                known.netbiosDomain(),
                known.dnsDomain(),
                known.upn(),
                known.sid(),
                Groups.of(all),
                known.dialInProperties(),
                known.state(),
                known.attributes());
    }
}
