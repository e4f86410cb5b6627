package io.countersign.radius.administration;

import io.countersign.policy.DialIn;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalName;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LocalUserChanges;
import io.countersign.radius.identity.LocalUserChanges.Replaced;
import io.countersign.radius.identity.LocalUserStore;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.LockOutStore;
import io.countersign.radius.identity.OpaqueString;
import io.countersign.radius.identity.PasswordHashes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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

    /** Until when an account is locked. */
    public sealed interface LockedOut {
        /** Until a time. */
        record Until(Instant time) implements LockedOut {}

        /** Until an administrator unlocks it: what is kept of its wrong passwords does not verify. */
        record UntilUnlocked() implements LockedOut {}
    }

    private final LocalUserStore store;
    private final LocalUserChanges changes;
    private final LockOutStore lockOuts;
    private final Optional<LockOutRule> lockOut;
    private final int minimumPasswordLength;
    private final Author author;
    private final InstantSource clock;
    private final PasswordHashes hashes = new PasswordHashes();

    LocalAccounts(
            LocalUserStore store,
            LocalUserChanges changes,
            LockOutStore lockOuts,
            LocalSettings settings,
            Author author,
            InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.lockOuts = lockOuts;
        this.lockOut = settings.lockOut();
        this.minimumPasswordLength = settings.minimumPasswordLength();
        this.author = author;
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

    /** The accounts that are locked after wrong passwords, by {@link LocalUser#id}. */
    public Map<String, LockedOut> lockedOut() {
        return lockedOut(lockOuts.changedSince(clock.instant().minus(LockOutRule.LONGEST)));
    }

    private Map<String, LockedOut> lockedOut(LockOutStore.Kept kept) {
        var locked = new HashMap<String, LockedOut>();
        if (lockOut.isPresent()) {
            kept.counts()
                    .forEach(wrong -> wrong.lockedUntil(lockOut.get(), clock.instant())
                            .ifPresent(until -> locked.put(wrong.userId(), new LockedOut.Until(until))));
            kept.damaged().forEach(damaged -> locked.put(damaged.userId(), new LockedOut.UntilUnlocked()));
        }
        return locked;
    }

    /**
     * Forgets a user's wrong passwords, even those that cannot be read. Running servers notice within a second. Answers whether the account
     * was locked.
     */
    public boolean unlock(LocalUser user) {
        var whose = "user " + user.name();
        var deed = new Deed(
                Set.of(Kind.USERS),
                author,
                List.of("~ " + whose + ": unlocked"),
                List.of(whose + ": the wrong passwords typed so far no longer count"));
        return lockedOut(lockOuts.forget(user.id(), clock.instant(), deed)).containsKey(user.id());
    }

    /** All groups, by name, each with how many users are in it. */
    public SequencedMap<String, Long> members() {
        return store.members();
    }

    /** Those of some groups that do not exist yet. */
    public List<String> missing(Set<String> groups) {
        return List.copyOf(LocalName.without(groups, store.groups()));
    }

    /** Adds a user and the groups that do not exist yet. Answers false if the name is taken. Nobody is added on a refusal. */
    public boolean add(NewUser user, Secret password, Storage storage) {
        var name = named("user", user.name());
        user.groups().forEach(group -> named("group", group));
        var id = UUID.randomUUID().toString();
        var kept = stored(allowed(password, name), storage);
        var added = new LocalUser(id, name, user.enabled(), user.dialIn(), user.groups(), kept);
        return changes.add(added, UserComparison.added(added, author));
    }

    /**
     * Gives a user another password, and changes nothing else.
     *
     * @param user as they were looked up
     * @throws NodeRefused if somebody else has given them another meanwhile, or has removed them; nothing is changed then
     */
    public void password(LocalUser user, Secret password, Storage storage) {
        replace(
                user,
                new LocalUser(
                        user.id(),
                        user.name(),
                        user.enabled(),
                        user.dialIn(),
                        user.groups(),
                        stored(allowed(password, user.name()), storage)));
    }

    /**
     * Gives a user another permission, state and groups; what is the same as it was is left as it is by now.
     *
     * @param user as they were looked up
     * @throws NodeRefused if somebody else has changed the same meanwhile; nothing is changed then
     */
    public void change(LocalUser user, DialIn dialIn, boolean enabled, Set<String> groups) {
        groups.forEach(group -> named("group", group));
        replace(user, new LocalUser(user.id(), user.name(), enabled, dialIn, groups, user.password()));
    }

    /** Removes a user with everything that plugins keep of them. Answers whether there was one. */
    public boolean remove(String name) {
        return changes.remove(name, deed(Kind.USERS, "- user " + name));
    }

    /** Adds an empty group. Answers false if there is one of this name. */
    public boolean addGroup(String group) {
        var name = named("group", group);
        return changes.addGroup(name, deed(Kind.GROUPS, "+ group " + name));
    }

    /** Removes a group from the store and from its members. Answers whether there was one. */
    public boolean removeGroup(String group) {
        var deed = new Deed(Set.of(Kind.GROUPS, Kind.USERS), author, List.of("- group " + group), List.of());
        return changes.removeGroup(group, deed);
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

    private void replace(LocalUser seen, LocalUser next) {
        switch (changes.replace(seen, next, UserComparison.changed(seen, next, author))) {
            case Replaced.Done() -> {}
            case Replaced.Gone() ->
                throw new NodeRefused("the user " + seen.name() + " was removed meanwhile; nothing was changed");
            case Replaced.Moved(var by) ->
                throw new NodeRefused("the user " + seen.name() + " was changed meanwhile ("
                        + Change.who(by)
                        + "); nothing was changed, look again and repeat");
        }
    }

    private Deed deed(Kind kind, String line) {
        return new Deed(Set.of(kind), author, List.of(line), List.of());
    }

    private StoredPassword stored(Secret password, Storage storage) {
        return switch (storage) {
            case ARGON2ID -> hashes.hash(password);
            case REVERSIBLE -> new StoredPassword.Reversible(password);
        };
    }

    private static String named(String what, String name) {
        LocalName.problemWith(name).ifPresent(problem -> {
            throw new WrongInput("the " + what + " \"" + name + "\": " + problem);
        });
        return new LocalName(name).text();
    }

    /** The password in the form in which it is kept and compared. */
    private Secret allowed(Secret password, String user) {
        var prepared = OpaqueString.read(password);
        var text = prepared.revealText();
        int characters = text.codePointCount(0, text.length());
        if (characters < minimumPasswordLength) {
            throw new WrongInput("the password has " + characters + (characters == 1 ? " character" : " characters")
                    + "; it needs " + minimumPasswordLength
                    + " or more, unless the setting local: {minimum-password-length} says otherwise");
        }
        if (prepared.length() > PasswordHashes.MOST_OCTETS) {
            throw new WrongInput("the password has more than " + PasswordHashes.MOST_OCTETS
                    + " octets, which is the most that RADIUS carries");
        }
        if (text.chars().anyMatch(Character::isISOControl) || text.contains("\uFFFD")) {
            throw new WrongInput("the password has a control character, or one that got lost on its way here");
        }
        if (CommonPasswords.isCommon(text, user)) {
            throw new WrongInput(
                    "the password is one of those that are guessed first: a word that everybody takes, a row of keys or"
                            + " digits, or the user's name; take several words that have nothing to do with each other");
        }
        return prepared;
    }
}
