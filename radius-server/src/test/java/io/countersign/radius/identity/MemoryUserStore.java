package io.countersign.radius.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/** Local users in memory, for tests of those who read them. */
final class MemoryUserStore implements LocalUserStore {
    private final List<LocalUser> users = new ArrayList<>();
    boolean failing;

    private void lookUp() {
        if (failing) {
            throw new DirectoryUnavailable("the disk is gone", new IOException("gone"));
        }
    }

    @Override
    public Optional<LocalUser> find(String name) {
        lookUp();
        return users.stream()
                .filter(user -> LocalName.folded(user.name()).equals(LocalName.folded(name)))
                .findFirst();
    }

    @Override
    public Optional<LocalUser> findById(String id) {
        lookUp();
        return users.stream().filter(user -> user.id().equals(id)).findFirst();
    }

    @Override
    public List<LocalUser> list() {
        return List.copyOf(users);
    }

    public boolean add(LocalUser user) {
        return find(user.name()).isEmpty() && users.add(user);
    }

    public boolean replace(LocalUser user) {
        return users.removeIf(old -> old.id().equals(user.id())) && users.add(user);
    }

    public boolean remove(String name) {
        return find(name).map(users::remove).orElse(false);
    }

    @Override
    public List<String> groups() {
        lookUp();
        TreeSet<String> groups = new TreeSet<>();
        users.forEach(user -> groups.addAll(user.groups()));
        return List.copyOf(groups);
    }

    @Override
    public SequencedMap<String, Long> members() {
        throw new UnsupportedOperationException();
    }
}
