package io.countersign.radius.administration;

import io.countersign.policy.DialIn;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.identity.PasswordHashes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Local users and groups as an administrator manages them. Throws {@link WrongInput} for names that break the rules. */
public final class LocalAccounts {
    /** How a password is kept. */
    public enum Storage {
        /** A hash: nobody can read the password again. Enough for PAP. */
        ARGON2ID,
        /** The password itself, sealed: for CHAP and MS-CHAPv2. */
        REVERSIBLE
    }

    /** A user to be added. */
    public record NewUser(String name, Set<String> groups, DialIn dialIn, boolean enabled) {
        /** Copies the groups. */
        public NewUser {
            groups = Set.copyOf(groups);
        }
    }

    private final LocalUserStore store;
    private final LockOutStore lockOuts;
    private final Optional<LockOutRule> lockOut;
    private final InstantSource clock;
    private final PasswordHashes hashes = new PasswordHashes();

    LocalAccounts(LocalUserStore store, LockOutStore lockOuts, Optional<LockOutRule> lockOut, InstantSource clock) {
        this.store = store;
        this.lockOuts = lockOuts;
        this.lockOut = lockOut;
        this.clock = clock;
    }

    /** All users, by name. */
    public List<LocalUser> list() {
        return store.list();
    }

    /** The user of a name. */
    public Optional<LocalUser> find(String name) {
        return store.find(name);
    }

    /** Until when accounts are locked after wrong passwords, by {@link LocalUser#id}; those only that are. */
    public Map<String, Instant> lockedUntil() {
        var now = clock.instant();
        var locked = new HashMap<String, Instant>();
        for (var wrong : lockOuts.changedSince(now.minus(LockOutRule.LONGEST))) {
            lockOut.flatMap(rule -> wrong.lockedUntil(rule, now)).ifPresent(until -> locked.put(wrong.userId(), until));
        }
        return locked;
    }

    /** Forgets a user's wrong passwords. Running servers notice within a second. */
    public void unlock(LocalUser user) {
        lockOuts.forget(user.id(), clock.instant());
    }

    /** All groups, by name. */
    public List<String> groups() {
        return store.groups();
    }

    /** How many users are in a group. */
    public long members(String group) {
        return store.list().stream()
                .filter(user -> contains(user.groups(), group))
                .count();
    }

    /** Those of some groups that do not exist yet. */
    public List<String> missing(Set<String> groups) {
        var existing = store.groups();
        return groups.stream()
                .filter(group -> !contains(existing, group))
                .sorted()
                .toList();
    }

    /** Adds a user and the groups that do not exist yet. Answers false if the name is taken. Nobody is added on a refusal. */
    public boolean add(NewUser user, Secret password, Storage storage) {
        requireName("user", user.name());
        user.groups().forEach(group -> requireName("group", group));
        var id = UUID.randomUUID().toString();
        return store.add(new LocalUser(
                id, user.name(), user.enabled(), user.dialIn(), spelled(user.groups()), stored(password, storage)));
    }

    /** Gives a user another password. */
    public void password(LocalUser user, Secret password, Storage storage) {
        replace(new LocalUser(
                user.id(), user.name(), user.enabled(), user.dialIn(), user.groups(), stored(password, storage)));
    }

    /** Gives a user another permission, state and groups. */
    public void change(LocalUser user, DialIn dialIn, boolean enabled, Set<String> groups) {
        groups.forEach(group -> requireName("group", group));
        replace(new LocalUser(user.id(), user.name(), enabled, dialIn, spelled(groups), user.password()));
    }

    /** Removes a user with everything that plugins keep of them. Answers whether there was one. */
    public boolean remove(String name) {
        return store.remove(name);
    }

    /** Adds an empty group. Answers false if there is one of this name. */
    public boolean addGroup(String group) {
        requireName("group", group);
        return store.addGroup(group);
    }

    /** Removes a group from the store and from its members. Answers whether there was one. */
    public boolean removeGroup(String group) {
        return store.removeGroup(group);
    }

    /** Whether names hold a name, without regard to case. */
    public static boolean contains(Iterable<String> names, String name) {
        for (var candidate : names) {
            if (LocalName.folded(candidate).equals(LocalName.folded(name))) {
                return true;
            }
        }
        return false;
    }

    private void replace(LocalUser user) {
        if (!store.replace(user)) {
            throw new NodeRefused("the user " + user.name() + " was removed meanwhile; nothing was changed");
        }
    }

    /** The groups as they are written in the store, where they exist. */
    private Set<String> spelled(Set<String> groups) {
        var spelled = new HashSet<String>();
        for (var group : groups) {
            spelled.add(store.groups().stream()
                    .filter(existing -> LocalName.folded(existing).equals(LocalName.folded(group)))
                    .findFirst()
                    .orElse(group));
        }
        return spelled;
    }

    private StoredPassword stored(Secret password, Storage storage) {
        return switch (storage) {
            case ARGON2ID -> hashes.hash(password);
            case REVERSIBLE -> new StoredPassword.Reversible(password);
        };
    }

    private static void requireName(String what, String name) {
        LocalName.problemWith(name).ifPresent(problem -> {
            throw new WrongInput("the " + what + " \"" + name + "\": " + problem);
        });
    }
}
