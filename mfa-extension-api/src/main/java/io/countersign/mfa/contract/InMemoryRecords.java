package io.countersign.mfa.contract;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Records in memory, with the compare-and-set and the times to live of the real ones. Safe for use by many threads. */
public final class InMemoryRecords implements MfaRecords {
    private final InstantSource clock;
    private final Map<List<String>, Row> rows = new HashMap<>();
    private final ReentrantLock access = new ReentrantLock();
    private volatile boolean failing; // set by a test, read by any thread
    private volatile boolean failed; // set by any thread, read by a test
    private volatile boolean losing; // set by a test, read by any thread

    /** Empty records that expire by a clock. */
    public InMemoryRecords(InstantSource clock) {
        this.clock = clock;
    }

    private record Row(Versioned record, Instant expires) {}

    /** From now on every method throws {@link MfaRecordsUnavailable}, as when a disk is full. */
    public void fail() {
        failing = true;
    }

    /** Whether something was asked of them since, and failed. */
    public boolean hasFailed() {
        return failed;
    }

    /** From now on every {@code replace} and {@code remove} comes too late, as if others were always faster. */
    public void loseRaces() {
        losing = true;
    }

    @Override
    public Optional<Versioned> find(String userId, String key) {
        return locked(() -> Optional.ofNullable(rows.get(List.of(userId, key))).map(Row::record));
    }

    @Override
    public List<Versioned> list(String userId) {
        return locked(() -> sorted(record -> record.userId().equals(userId), Versioned::key));
    }

    @Override
    public List<Versioned> listAll(String key) {
        return locked(() -> sorted(record -> record.key().equals(key), Versioned::userId));
    }

    @Override
    public boolean create(String userId, String key, String value) {
        return locked(() -> add(userId, key, value, Instant.MAX));
    }

    @Override
    public boolean create(String userId, String key, String value, Duration timeToLive) {
        return locked(() -> add(userId, key, value, clock.instant().plus(timeToLive)));
    }

    @Override
    public boolean replace(Versioned read, String value) {
        return locked(() -> {
            var row = rows.get(List.of(read.userId(), read.key()));
            if (losing || row == null || row.record().version() != read.version()) {
                return false;
            }
            var next = new Versioned(read.userId(), read.key(), value, read.version() + 1);
            rows.put(List.of(read.userId(), read.key()), new Row(next, row.expires()));
            return true;
        });
    }

    @Override
    public boolean remove(Versioned read) {
        return locked(() -> {
            var row = rows.get(List.of(read.userId(), read.key()));
            return !losing
                    && row != null
                    && row.record().version() == read.version()
                    && rows.remove(List.of(read.userId(), read.key()), row);
        });
    }

    private boolean add(String userId, String key, String value, Instant expires) {
        var row = new Row(new Versioned(userId, key, value, 1), expires);
        return rows.putIfAbsent(List.of(userId, key), row) == null;
    }

    private List<Versioned> sorted(Predicate<Versioned> wanted, Function<Versioned, String> by) {
        var found = new ArrayList<Versioned>();
        for (var row : rows.values()) {
            if (wanted.test(row.record())) {
                found.add(row.record());
            }
        }
        found.sort(Comparator.comparing(by));
        return List.copyOf(found);
    }

    private <T> T locked(Supplier<T> work) {
        access.lock();
        try {
            if (failing) {
                failed = true;
                throw new MfaRecordsUnavailable("the records fail on purpose", new IllegalStateException("a test"));
            }
            rows.values().removeIf(row -> !clock.instant().isBefore(row.expires()));
            return work.get();
        } finally {
            access.unlock();
        }
    }
}
