package io.countersign.radius.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Local users, kept in memory once they were looked up, so that the next login takes no look-up. It lasts for as long as somebody says by
 * {@link #confirm}, every second or more often, that the store's users have not changed: where nobody says so, everybody is looked up as if
 * nothing were remembered. That there is no such user is not remembered: anyone could fill the memory with names.
 */
public final class RememberedUsers implements LocalUserStore {
    private static final int MOST = 100_000;

    /** Passwords are among what is kept: no longer than somebody who logs in again would notice. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private static final Duration TRUSTED_FOR = Duration.ofSeconds(3);

    private final LocalUserStore store;
    private final LongSupplier nanoTime;
    private final Cache<String, Remembered> byName = newCache();
    private final Cache<String, Remembered> byId = newCache();

    /** Rises whenever everything is forgotten: what was read before that must not be remembered after it. */
    private final AtomicLong generation = new AtomicLong();

    /** The confirming thread's alone. */
    private long mark;

    private volatile long confirmedAt; // of nanoTime

    private record Remembered(long generation, LocalUser user) {}

    /** Remembers nothing yet. */
    public RememberedUsers(LocalUserStore store) {
        this(store, System::nanoTime);
    }

    /** With a clock as {@link System#nanoTime}. */
    RememberedUsers(LocalUserStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.confirmedAt = nanoTime.getAsLong();
    }

    private static Cache<String, Remembered> newCache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(AT_MOST)
                .executor(Runnable::run) // what little there is to tidy up costs less than to hand it over
                .build();
    }

    /**
     * What is remembered is as the store has it, or is forgotten if this is another mark than before. Always called on one thread.
     *
     * @param mark of the store's users, another one after each change
     */
    public void confirm(long mark) {
        if (this.mark != mark) {
            this.mark = mark;
            forget();
        }
        confirmedAt = nanoTime.getAsLong();
    }

    /** Looks everybody up anew. */
    void forget() {
        generation.incrementAndGet();
        byName.invalidateAll();
        byId.invalidateAll();
    }

    @Override
    public Optional<LocalUser> find(String name) {
        return find(byName, name, () -> store.find(name)); // as it is written: to fold it costs more than the look-up
    }

    @Override
    public Optional<LocalUser> findById(String id) {
        return find(byId, id, () -> store.findById(id));
    }

    @Override
    public Optional<LocalUser> findAnew(String id) {
        return store.findById(id);
    }

    private Optional<LocalUser> find(
            Cache<String, Remembered> cache, String key, Supplier<Optional<LocalUser>> lookUp) {
        Remembered known = cache.getIfPresent(key);
        long now = generation.get();
        if (known != null && known.generation() == now && isConfirmed()) {
            return Optional.of(known.user());
        }
        Optional<LocalUser> found = lookUp.get();
        found.ifPresent(user -> cache.put(key, new Remembered(now, user)));
        return found;
    }

    private boolean isConfirmed() {
        return nanoTime.getAsLong() - confirmedAt < TRUSTED_FOR.toNanos();
    }

    @Override
    public List<LocalUser> list() {
        return store.list();
    }

    @Override
    public boolean add(LocalUser user) {
        boolean added = store.add(user);
        forget();
        return added;
    }

    @Override
    public boolean replace(LocalUser user) {
        boolean replaced = store.replace(user);
        forget();
        return replaced;
    }

    @Override
    public boolean remove(String name) {
        boolean removed = store.remove(name);
        forget();
        return removed;
    }

    @Override
    public List<String> groups() {
        return store.groups();
    }

    @Override
    public boolean addGroup(String group) {
        return store.addGroup(group);
    }

    @Override
    public boolean removeGroup(String group) {
        boolean removed = store.removeGroup(group);
        forget();
        return removed;
    }
}
