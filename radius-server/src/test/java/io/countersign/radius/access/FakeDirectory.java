package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Groups;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.Evidence;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Users in memory, all with the password {@code pass-NAME}. */
final class FakeDirectory implements Directory {
    private static final Set<String> GROUPS = Set.of(
            "RDG Users",
            "VPN Users",
            "Travellers",
            "New",
            "Emergency",
            "Asserted",
            "Asserted Codes",
            "Old VPN",
            "Everybody",
            "Kiosks");

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private volatile Optional<PasswordCheck> said = Optional.empty();
    private volatile boolean failing;
    private volatile boolean everyGroup;

    void add(String name, DialIn dialIn, String... groups) {
        put(name, dialIn, User.AccountState.ACTIVE, groups);
    }

    void disable(String name) {
        put(name, DialIn.ABSENT, User.AccountState.DISABLED);
    }

    void remove(String name) {
        users.remove(name);
    }

    void fail() {
        failing = true;
    }

    void recover() {
        failing = false;
    }

    /** To every attempt, whatever is shown. */
    void say(PasswordCheck check) {
        said = Optional.of(check);
    }

    void haveEveryGroup() {
        everyGroup = true;
    }

    void put(String name, DialIn dialIn, User.AccountState state, String... groups) {
        put(name, DialInProperties.of(dialIn), state, groups);
    }

    void put(String name, DialInProperties dialIn, User.AccountState state, String... groups) {
        var qualified = Arrays.stream(groups).map(group -> "local\\" + group).collect(Collectors.toSet());
        users.put(
                name,
                new User(
                        "local:" + name,
                        "local",
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Groups.of(qualified),
                        dialIn,
                        state,
                        Map.of()));
    }

    @Override
    public boolean isCalled(String prefix) {
        return prefix.equals(name());
    }

    @Override
    public GroupCheck groupOfSid(String sid) {
        return new GroupCheck.Unknown(Optional.empty());
    }

    @Override
    public boolean answersFor(LoginName name) {
        return true;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Optional<User> find(LoginName name) {
        return findById("local:" + CaseFolding.folded(name.name()));
    }

    @Override
    public Optional<User> findById(String id) {
        if (failing) {
            throw new DirectoryUnavailable("the directory is down", new IllegalStateException());
        }
        return Optional.ofNullable(users.get(id.substring("local:".length())));
    }

    /** A computer is a user with a dollar sign behind its name. */
    @Override
    public Optional<User> machine(String name) {
        return findById("local:" + CaseFolding.folded(name) + "$");
    }

    @Override
    public PasswordCheck check(Optional<User> user, Attempt attempt) {
        if (said.isPresent()) {
            return said.get();
        }
        return user.map(known -> Secret.ofText("pass-" + known.name()))
                .flatMap(known -> proof(known, attempt.evidence()))
                .<PasswordCheck>map(PasswordCheck.Right::new)
                .orElse(new PasswordCheck.Wrong(Optional.empty()));
    }

    private static Optional<FirstFactor.Proof> proof(Secret known, Evidence evidence) {
        return switch (evidence) {
            case Evidence.PlainPassword(var password) ->
                password.equals(known) ? Optional.of(new FirstFactor.Proof.None()) : Optional.empty();
            case ChallengeResponse response -> response.proves(known);
        };
    }

    @Override
    public PasswordCheck foresee(User user, AuthenticationMethod method) {
        return new PasswordCheck.Right(new FirstFactor.Proof.None());
    }

    @Override
    public GroupCheck group(String name) {
        if (failing) {
            return new GroupCheck.CannotTell("the directory is down");
        }
        return everyGroup || GROUPS.contains(name) ? new GroupCheck.Known() : new GroupCheck.Unknown(Optional.empty());
    }
}
