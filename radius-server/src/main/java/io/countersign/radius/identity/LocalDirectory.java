package io.countersign.radius.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.ChallengeResponse.Checked;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.identity.User.AccountState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The users in the server's own store. Answers for names without a domain and for the domains of its settings. */
public final class LocalDirectory implements Directory {
    /** The name of this directory in policies. */
    public static final String NAME = "local";

    /** As long as one that somebody has. */
    private static final Secret NOBODYS = Secret.ofText(UUID.randomUUID().toString());

    private final LocalSettings settings;
    private final LocalUserStore store;
    private final PasswordHashes hashes;

    /** For as long as the store remembers them, each is made once. */
    private final LoadingCache<LocalUser, User> made =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(this::user);

    /** Users that share their groups in the store share them here. */
    private final LoadingCache<Set<String>, Set<String>> groups =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(LocalDirectory::qualified);

    /** A directory over a store. */
    public LocalDirectory(LocalSettings settings, LocalUserStore store, PasswordHashes hashes) {
        this.settings = settings;
        this.store = store;
        this.hashes = hashes;
    }

    /** The {@link User#id} of a local user. */
    public static String userId(String localId) {
        return NAME + ":" + localId;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<User> find(LoginName name) {
        boolean mine = name.netbiosDomain().map(settings::owns).orElse(true);
        return mine ? store.find(name.name()).map(made::get) : Optional.empty();
    }

    @Override
    public Optional<User> findById(String id) {
        return stored(id).map(made::get);
    }

    @Override
    public boolean passwordMatches(User user, Secret password) {
        Optional<LocalUser> stored = stored(user.id());
        if (stored.isEmpty()) {
            hashes.spend(password);
            return false;
        }
        if (matches(stored.get().password(), password)) {
            return true;
        }
        Optional<StoredPassword> changed = changed(stored.get());
        return changed.isPresent() && matches(changed.get(), password);
    }

    private boolean matches(StoredPassword stored, Secret password) {
        return switch (stored) {
            case Hashed hashed -> hashes.matches(hashed, password);
            case Reversible(Secret known) -> {
                boolean matches = password.length() > 0 && known.equals(password);
                if (!matches) {
                    hashes.spend(password); // only who is turned away could learn something from the time
                }
                yield matches;
            }
        };
    }

    /**
     * The password that a user has by now, if it is another than what is remembered. It is looked up for everybody who is turned away, as it
     * was for those whom nobody knows: else the time would tell who has an account.
     */
    private Optional<StoredPassword> changed(LocalUser remembered) {
        return store.findAnew(remembered.id())
                .map(LocalUser::password)
                .filter(password -> !password.equals(remembered.password()));
    }

    @Override
    public void spendTimeOfPasswordCheck(Secret password) {
        hashes.spend(password);
    }

    @Override
    public Checked check(User user, ChallengeResponse response) {
        Optional<LocalUser> stored = stored(user.id());
        if (stored.isEmpty()) {
            spendTimeOfResponseCheck(response);
            return new Checked.Wrong();
        }
        Checked checked = checked(stored.get().password(), response);
        if (!(checked instanceof Checked.Wrong)) {
            return checked;
        }
        return changed(stored.get()).map(now -> checked(now, response)).orElse(checked);
    }

    private static Checked checked(StoredPassword stored, ChallengeResponse response) {
        return switch (stored) {
            case Hashed _ -> new Checked.Unknowable();
            case Reversible(Secret known) -> response.check(known);
        };
    }

    @Override
    public void spendTimeOfResponseCheck(ChallengeResponse response) {
        response.check(NOBODYS);
    }

    @Override
    public boolean hasGroup(String group) {
        String folded = LocalName.folded(group);
        return store.groups().stream().anyMatch(known -> LocalName.folded(known).equals(folded));
    }

    private Optional<LocalUser> stored(String id) {
        String prefix = userId("");
        return id.startsWith(prefix) ? store.findById(id.substring(prefix.length())) : Optional.empty();
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

    private static Set<String> qualified(Set<String> names) {
        return names.stream().map(name -> NAME + "\\" + name).collect(Collectors.toUnmodifiableSet());
    }

    /** With several names nobody could say which is the user's. */
    private Optional<String> onlyNetbiosName() {
        return settings.netbiosNames().size() == 1
                ? settings.netbiosNames().stream().findFirst()
                : Optional.empty();
    }
}
