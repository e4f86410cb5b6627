package io.countersign.radius.access;

import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Users in memory, all with the password {@code pass-NAME}. */
final class FakeDirectory implements Directory {
    private final Map<String, User> users = new ConcurrentHashMap<>();
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

    void haveEveryGroup() {
        everyGroup = true;
    }

    void put(String name, DialIn dialIn, User.AccountState state, String... groups) {
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
    public String name() {
        return "local";
    }

    @Override
    public Optional<User> find(LoginName name) {
        return findById("local:" + name.name());
    }

    @Override
    public Optional<User> findById(String id) {
        if (failing) {
            throw new DirectoryUnavailable("the directory is down", new IllegalStateException());
        }
        return Optional.ofNullable(users.get(id.substring("local:".length())));
    }

    @Override
    public boolean passwordMatches(User user, Secret password) {
        return password.equals(Secret.ofText("pass-" + user.name()));
    }

    @Override
    public void spendTimeOfPasswordCheck(Secret password) {}

    @Override
    public ChallengeResponse.Checked check(User user, ChallengeResponse response) {
        return response.check(Secret.ofText("pass-" + user.name()));
    }

    @Override
    public void spendTimeOfResponseCheck(ChallengeResponse response) {}

    @Override
    public boolean hasGroup(String group) {
        return everyGroup
                || Set.of("RDG Users", "VPN Users", "Travellers", "New", "Emergency", "Asserted", "Old VPN")
                        .contains(group);
    }
}
