package io.countersign.radius.testing;

import io.countersign.mfa.MfaRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records in memory, without expiry. */
public final class InMemoryRecords implements MfaRecords {
    private final Map<List<String>, Versioned> records = new HashMap<>();

    @Override
    public synchronized Optional<Versioned> find(String userId, String key) {
        return Optional.ofNullable(records.get(List.of(userId, key)));
    }

    @Override
    public synchronized List<Versioned> list(String userId) {
        return records.values().stream()
                .filter(record -> record.userId().equals(userId))
                .toList();
    }

    @Override
    public synchronized List<Versioned> listAll(String key) {
        return records.values().stream()
                .filter(record -> record.key().equals(key))
                .toList();
    }

    @Override
    public synchronized boolean create(String userId, String key, String value) {
        return records.putIfAbsent(List.of(userId, key), new Versioned(userId, key, value, 1)) == null;
    }

    @Override
    public boolean create(String userId, String key, String value, Duration timeToLive) {
        return create(userId, key, value);
    }

    @Override
    public synchronized boolean replace(Versioned read, String value) {
        return records.replace(
                List.of(read.userId(), read.key()),
                read,
                new Versioned(read.userId(), read.key(), value, read.version() + 1));
    }

    @Override
    public synchronized boolean remove(Versioned read) {
        return records.remove(List.of(read.userId(), read.key()), read);
    }
}
