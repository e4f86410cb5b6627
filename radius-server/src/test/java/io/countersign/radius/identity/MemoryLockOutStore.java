package io.countersign.radius.identity;

import io.countersign.radius.event.Deed;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Wrong passwords in memory, for tests of those who count them. */
final class MemoryLockOutStore implements LockOutStore {
    final Map<String, WrongPasswords> rows = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger wholeLooks = new AtomicInteger();

    /** Users of whom nothing can be read. */
    final Set<String> damaged = ConcurrentHashMap.newKeySet();

    /** Users whom administrators have unlocked. */
    private final Set<String> touched = ConcurrentHashMap.newKeySet();

    volatile boolean failing;

    @Override
    public Kept changedSince(Instant since) {
        mayFail();
        wholeLooks.incrementAndGet();
        return kept(rows.values().stream()
                .filter(row ->
                        !(row.at().isEmpty() ? row.forgottenAt() : row.at().getLast()).isBefore(since))
                .map(WrongPasswords::userId)
                .toList());
    }

    /** Whatever the number of the change. */
    @Override
    public Kept touchedAfter(long change) {
        mayFail();
        return kept(List.copyOf(touched));
    }

    @Override
    public Kept join(Collection<WrongPasswords> known, Instant now) {
        mayFail();
        writes.incrementAndGet();
        known.stream()
                .filter(one -> !damaged.contains(one.userId()))
                .forEach(one -> rows.merge(one.userId(), one, (kept, more) -> more.and(kept, now)));
        return kept(known.stream().map(WrongPasswords::userId).toList());
    }

    @Override
    public Kept forget(String userId, Instant now, Deed deed) {
        mayFail();
        var before = kept(List.of(userId));
        damaged.remove(userId);
        touched.add(userId);
        rows.put(userId, new WrongPasswords(userId, now, List.of()));
        return before;
    }

    private Kept kept(List<String> users) {
        return new Kept(
                users.stream()
                        .filter(user -> !damaged.contains(user))
                        .flatMap(user -> Optional.ofNullable(rows.get(user)).stream())
                        .toList(),
                users.stream()
                        .filter(damaged::contains)
                        .map(user -> new Damaged(user, "user " + user))
                        .toList());
    }

    private void mayFail() {
        if (failing) {
            throw new DirectoryUnavailable("the disk is full", new IOException("full"));
        }
    }
}
