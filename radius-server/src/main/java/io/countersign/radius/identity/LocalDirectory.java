package io.countersign.radius.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.Groups;
import io.countersign.policy.Nearest;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.identity.PasswordHashes.Match;
import io.countersign.radius.identity.User.AccountState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The users in the server's own store. Answers for names without a domain and for the domains of its settings.
 *
 * <p>Whoever is turned away has cost one look-up and, with a password, one hash, whether there is such a user or not, however the password
 * is kept, and whether the account is locked.
 */
public final class LocalDirectory implements Directory {
    /** The name of this directory in policies. */
    public static final String NAME = "local";

    /** As long as one that somebody has. */
    private static final Secret SOMEBODYS = Secret.ofText(UUID.randomUUID().toString());

    /** What those have whom nobody knows, so that every kind of evidence is held against something. */
    private static final StoredPassword NOBODYS = new Reversible(SOMEBODYS);

    /** No user has this id. */
    private static final String NOBODY = "";

    private final LocalSettings settings;
    private final LocalUserStore store;
    private final PasswordHashes hashes;
    private final LockOuts lockOuts;

    /** For as long as the store remembers them, each is made once. */
    private final LoadingCache<LocalUser, User> made =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(this::user);

    /** Users that share their groups in the store share them here. */
    private final LoadingCache<Set<String>, Groups> groups =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(LocalDirectory::qualified);

    /**
     * A directory over a store.
     *
     * @param hashes the process's only one
     * @param lockOuts likewise
     */
    public LocalDirectory(LocalSettings settings, LocalUserStore store, PasswordHashes hashes, LockOuts lockOuts) {
        this.settings = settings;
        this.store = store;
        this.hashes = hashes;
        this.lockOuts = lockOuts;
    }

    /** The {@link User#id} of a local user. */
    public static String userId(String localId) {
        return NAME + ":" + localId;
    }

    /** The id in the store of the local user with a {@link User#id}; empty if that is another directory's. */
    public static Optional<String> localId(String userId) {
        String prefix = userId("");
        return userId.startsWith(prefix) ? Optional.of(userId.substring(prefix.length())) : Optional.empty();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isCalled(String prefix) {
        return CaseFolding.same(prefix, NAME);
    }

    @Override
    public boolean answersFor(LoginName name) {
        return name.netbiosDomain().map(settings::owns).orElse(true);
    }

    @Override
    public Optional<User> find(LoginName name) {
        return answersFor(name) ? store.find(name.name()).map(made::get) : Optional.empty();
    }

    @Override
    public Optional<User> findById(String id) {
        return localId(id).flatMap(store::findAnew).map(made::get);
    }

    @Override
    public PasswordCheck check(Optional<User> user, Attempt attempt) {
        try {
            var stored = user.flatMap(known -> stored(known.id()));
            return stored.isPresent() ? checkUser(stored.get(), attempt) : checkNobody(attempt);
        } catch (DirectoryUnavailable fault) {
            return new PasswordCheck.CannotTell(String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public PasswordCheck foresee(User user, AuthenticationMethod method) {
        var stored = stored(user.id());
        if (stored.isEmpty()) {
            return new PasswordCheck.Wrong(Optional.empty());
        }
        if (settings.lockOut()
                .filter(rule -> lockOuts.isLocked(rule, stored.get().id()))
                .isPresent()) {
            return new PasswordCheck.Barred(AccountState.LOCKED_OUT);
        }
        return switch (stored.get().password()) {
            case Hashed _
            when method != AuthenticationMethod.PAP -> unknowable(stored.get().name());
            case Hashed _, Reversible _ -> new PasswordCheck.Right(new FirstFactor.Proof.None());
        };
    }

    private PasswordCheck checkUser(LocalUser user, Attempt attempt) {
        boolean locked = settings.lockOut()
                .filter(rule -> lockOuts.isLocked(rule, user.id()))
                .isPresent();
        var check = compare(user.name(), user.password(), attempt, locked);
        if (check instanceof PasswordCheck.Busy || (check instanceof PasswordCheck.Right && !locked)) {
            return ruled(user, attempt, check);
        }
        var changed = changed(user);
        return ruled(user, attempt, changed.isPresent() ? compare(user.name(), changed.get(), attempt, locked) : check);
    }

    /** Costs what a user costs who is turned away. */
    private PasswordCheck checkNobody(Attempt attempt) {
        var check = compare(NOBODY, NOBODYS, attempt, true);
        var _ = store.findAnew(NOBODY);
        return switch (check) {
            case PasswordCheck.Busy busy -> busy;
            case PasswordCheck.Right _,
                    PasswordCheck.Wrong _,
                    PasswordCheck.Unknowable _,
                    PasswordCheck.Barred _,
                    PasswordCheck.CannotTell _ -> new PasswordCheck.Wrong(Optional.empty());
        };
    }

    /**
     * Holds what was shown against a password. Only who is turned away could learn something from the time, so only then is it spent.
     *
     * @param turnedAway even if it is right
     */
    private PasswordCheck compare(String name, StoredPassword stored, Attempt attempt, boolean turnedAway) {
        return switch (attempt.evidence()) {
            case Evidence.PlainPassword(var password) ->
                switch (match(stored, attempt.client(), OpaqueString.read(password), turnedAway)) {
                    case RIGHT -> new PasswordCheck.Right(new FirstFactor.Proof.None());
                    case WRONG -> new PasswordCheck.Wrong(Optional.empty());
                    case BUSY ->
                        new PasswordCheck.Busy(
                                "overload: too many passwords through " + attempt.client() + " wait to be checked");
                };
            case ChallengeResponse response ->
                switch (stored) {
                    case Hashed _ -> {
                        var _ = response.proves(SOMEBODYS);
                        yield unknowable(name);
                    }
                    case Reversible(Secret known) ->
                        response.proves(known)
                                .<PasswordCheck>map(PasswordCheck.Right::new)
                                .orElseGet(() -> new PasswordCheck.Wrong(Optional.empty()));
                };
        };
    }

    private static PasswordCheck unknowable(String name) {
        return new PasswordCheck.Unknowable("is kept as a hash, which is enough for PAP only; give it anew with:"
                + " countersign user password " + name + " --store reversible");
    }

    private Match match(StoredPassword stored, String client, Secret password, boolean turnedAway) {
        return switch (stored) {
            case Hashed hashed -> hashes.match(client, hashed, password);
            case Reversible(Secret known) -> {
                boolean right =
                        password.length() > 0 && OpaqueString.read(known).equals(password);
                if (right && !turnedAway) {
                    yield Match.RIGHT;
                }
                var spent = hashes.spend(client, password);
                yield right && spent != Match.BUSY ? Match.RIGHT : spent;
            }
        };
    }

    /**
     * The password that a user has by now, if it is another than what is remembered. It is looked up for everybody who is turned away, as
     * those are whom nobody knows.
     */
    private Optional<StoredPassword> changed(LocalUser remembered) {
        return store.findAnew(remembered.id())
                .map(LocalUser::password)
                .filter(password -> !password.equals(remembered.password()));
    }

    /** Counts wrong passwords; a right one that comes while the account is locked is none. */
    private PasswordCheck ruled(LocalUser user, Attempt attempt, PasswordCheck check) {
        if (settings.lockOut().isEmpty()) {
            return check;
        }
        var rule = settings.lockOut().get();
        return switch (check) {
            case PasswordCheck.Right right ->
                lockOuts.right(rule, user.id()) ? right : new PasswordCheck.Barred(AccountState.LOCKED_OUT);
            case PasswordCheck.Wrong _ -> new PasswordCheck.Wrong(lockOuts.wrong(rule, user.id(), attempt.evidence()));
            case PasswordCheck.Unknowable _, PasswordCheck.Barred _, PasswordCheck.Busy _, PasswordCheck.CannotTell _ ->
                check;
        };
    }

    @Override
    public GroupCheck group(String name) {
        try {
            List<String> known = store.groups();
            return known.stream().anyMatch(each -> CaseFolding.same(each, name))
                    ? new GroupCheck.Known()
                    : new GroupCheck.Unknown(Nearest.to(name, known));
        } catch (DirectoryUnavailable fault) {
            return new GroupCheck.CannotTell(String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public GroupCheck groupOfSid(String sid) {
        return new GroupCheck.Unknown(Optional.empty());
    }

    private Optional<LocalUser> stored(String id) {
        return localId(id).flatMap(store::findById);
    }

    private User user(LocalUser local) {
        return new User(
                userId(local.id()),
                NAME,
                local.name(),
                onlyNetbiosName(),
                Optional.empty(),
                Optional.of(local.name()).filter(name -> name.contains("@")),
                Optional.empty(),
                groups.get(local.groups()),
                local.dialIn(),
                local.enabled() ? AccountState.ACTIVE : AccountState.DISABLED,
                Map.of());
    }

    private static Groups qualified(Set<String> names) {
        return Groups.of(names.stream().map(name -> NAME + "\\" + name).collect(Collectors.toUnmodifiableSet()));
    }

    /** With several names nobody could say which is the user's. */
    private Optional<String> onlyNetbiosName() {
        return settings.netbiosNames().size() == 1
                ? settings.netbiosNames().stream().findFirst()
                : Optional.empty();
    }
}
