package io.countersign.radius.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Local users, kept in memory once they were looked up, so that the next login takes no look-up. It lasts for as long as somebody says by
 * {@link #confirm}, every second or more often, that no other users have changed than those told by {@link #changed}: where nobody says so,
 * everybody is looked up as if nothing were remembered. That there is no such user is not remembered: anyone could fill the memory with
 * names. Safe for use by many threads.
 */
public final class RememberedUsers implements LocalUserStore {
    /** No settings can ask for more. */
    public static final long MOST = 10_000_000;

    private static final long OCTETS_OF_ONE = 1_024; // 827 were measured, with three groups and a hash

    /** Passwords are among what is kept: no longer than somebody who logs in again would notice. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private static final Duration TRUSTED_FOR = Duration.ofSeconds(3);

    private final LocalUserStore store;
    private final LongSupplier nanoTime;

    /** By the name as it was typed; several may lead to one user. */
    private final Cache<String, Remembered> byName;

    /** Who leaves this is gone under every name. */
    private final Cache<String, Remembered> byId;

    /** Many users are in the same groups. */
    private final Interner<Set<String>> groups = Interner.newWeakInterner();

    /** Rises before anybody is forgotten: what was read before that must not be remembered after it. */
    private final AtomicLong generation = new AtomicLong();

    private volatile long confirmedAt; // of nanoTime

    private static final class Remembered {
        private final LocalUser user;
        private volatile boolean gone; // set by whoever forgets, read by the threads of requests

        Remembered(LocalUser user) {
            this.user = user;
        }
    }

    /**
     * Remembers nobody yet.
     *
     * @param most no more users than so many
     */
    public RememberedUsers(LocalUserStore store, long most) {
        this(store, most, System::nanoTime);
    }

    /** How many fit a quarter of a heap. */
    public static long fitting(long heapOctets) {
        return Math.clamp(heapOctets / 4 / OCTETS_OF_ONE, 1_000, MOST);
    }

    /** With a clock as {@link System#nanoTime}. */
    RememberedUsers(LocalUserStore store, long most, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.confirmedAt = nanoTime.getAsLong();
        this.byName = newCache(most).build();
        this.byId = newCache(most)
                .evictionListener((@Nullable String _, @Nullable Remembered user, RemovalCause _) -> forgotten(user))
                .build();
    }

    private static Caffeine<Object, Object> newCache(long most) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(AT_MOST)
                .executor(Runnable::run); // what little there is to tidy up costs less than to hand it over
    }

    private static void forgotten(@Nullable Remembered user) {
        if (user != null) {
            user.gone = true;
        }
    }

    /** A user has changed: looked up anew, as nobody else is. */
    public void changed(String id) {
        generation.incrementAndGet();
        Remembered known = byId.asMap().remove(id);
        if (known != null) {
            known.gone = true;
        }
    }

    /** Anybody may have changed: all are looked up anew. */
    public void forget() {
        generation.incrementAndGet();
        byName.invalidateAll();
        byId.invalidateAll();
    }

    /** Nobody has changed but those that were told: what is remembered of the others is as the store has it. */
    public void confirm() {
        confirmedAt = nanoTime.getAsLong();
    }

    @Override
    public Optional<LocalUser> find(String name) {
        // As it is written: to fold it costs more than the look-up.
        Optional<LocalUser> known = known(byName.getIfPresent(name));
        return known.isPresent() ? known : lookUp(() -> store.find(name), user -> byName.put(name, user));
    }

    @Override
    public Optional<LocalUser> findById(String id) {
        Optional<LocalUser> known = known(byId.getIfPresent(id));
        return known.isPresent() ? known : lookUp(() -> store.findById(id), _ -> {});
    }

    @Override
    public Optional<LocalUser> findAnew(String id) {
        return store.findById(id);
    }

    private Optional<LocalUser> known(@Nullable Remembered known) {
        return known != null && !known.gone && isConfirmed() ? Optional.of(known.user) : Optional.empty();
    }

    private Optional<LocalUser> lookUp(Supplier<Optional<LocalUser>> store, Consumer<Remembered> keep) {
        long before = generation.get();
        Optional<LocalUser> found = store.get();
        return found.map(user -> {
            Remembered remembered = remember(user);
            keep.accept(remembered);
            if (generation.get() != before) {
                remembered.gone = true; // it may be what was just forgotten
            }
            return remembered.user;
        });
    }

    private Remembered remember(LocalUser user) {
        return byId.asMap().compute(user.id(), (_, known) -> {
            if (known != null && !known.gone && known.user.equals(user)) {
                return known;
            }
            if (known != null) {
                known.gone = true;
            }
            return new Remembered(withSharedGroups(user));
        });
    }

    private LocalUser withSharedGroups(LocalUser user) {
        return new LocalUser(
                user.id(), user.name(), user.enabled(), user.dialIn(), groups.intern(user.groups()), user.password());
    }

    private boolean isConfirmed() {
        return nanoTime.getAsLong() - confirmedAt < TRUSTED_FOR.toNanos();
    }

    @Override
    public List<LocalUser> list() {
        return store.list();
    }

    @Override
    public List<String> groups() {
        return store.groups();
    }

    @Override
    public SequencedMap<String, Long> members() {
        return store.members();
    }
}
