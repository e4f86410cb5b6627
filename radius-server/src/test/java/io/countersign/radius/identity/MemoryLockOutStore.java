package io.countersign.radius.identity;

import io.countersign.radius.event.Deed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Wrong passwords in memory, for tests of those who count them. */
final class MemoryLockOutStore implements LockOutStore {
    final Map<String, WrongPasswords> rows = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();
    volatile boolean failing;

    @Override
    public List<WrongPasswords> changedSince(Instant since) {
        mayFail();
        return rows.values().stream()
                .filter(row ->
                        !(row.at().isEmpty() ? row.forgottenAt() : row.at().getLast()).isBefore(since))
                .toList();
    }

    @Override
    public List<WrongPasswords> join(Collection<WrongPasswords> known) {
        mayFail();
        writes.incrementAndGet();
        var joined = new ArrayList<WrongPasswords>();
        known.forEach(one -> joined.add(rows.merge(one.userId(), one, WrongPasswords::and)));
        return joined;
    }

    @Override
    public void forget(String userId, Instant now, Deed deed) {
        mayFail();
        rows.put(userId, new WrongPasswords(userId, now, List.of()));
    }

    private void mayFail() {
        if (failing) {
            throw new DirectoryUnavailable("the disk is full", new IOException("full"));
        }
    }
}
