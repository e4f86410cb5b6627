package io.countersign.mfa.totp;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Records in memory with real compare-and-set; can be made to fail. */
final class InMemoryRecords implements MfaRecords {
    private final TreeMap<String, Versioned> records = new TreeMap<>();
    private boolean failing;
    private boolean losingRaces;

    synchronized void fail() {
        failing = true;
    }

    /** From now on somebody else is always faster to replace a record. */
    synchronized void loseRaces() {
        losingRaces = true;
    }

    @Override
    public synchronized Optional<Versioned> find(String userId, String key) {
        check();
        return Optional.ofNullable(records.get(userId + "\n" + key));
    }

    @Override
    public synchronized List<Versioned> list(String userId) {
        check();
        return records.values().stream()
                .filter(record -> record.userId().equals(userId))
                .toList();
    }

    @Override
    public synchronized List<Versioned> listAll(String key) {
        check();
        return records.values().stream()
                .filter(record -> record.key().equals(key))
                .toList();
    }

    @Override
    public synchronized boolean create(String userId, String key, String value) {
        check();
        return records.putIfAbsent(userId + "\n" + key, new Versioned(userId, key, value, 1)) == null;
    }

    @Override
    public boolean create(String userId, String key, String value, Duration timeToLive) {
        return create(userId, key, value);
    }

    @Override
    public synchronized boolean replace(Versioned read, String value) {
        check();
        var name = read.userId() + "\n" + read.key();
        var present = records.get(name);
        if (losingRaces || present == null || present.version() != read.version()) {
            return false;
        }
        records.put(name, new Versioned(read.userId(), read.key(), value, read.version() + 1));
        return true;
    }

    @Override
    public synchronized boolean remove(Versioned read) {
        check();
        return records.remove(read.userId() + "\n" + read.key(), read);
    }

    private void check() {
        if (failing) {
            throw new MfaRecordsUnavailable("the disk is full", new IllegalStateException());
        }
    }
}
