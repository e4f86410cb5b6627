package io.countersign.radius.identity;

import io.countersign.radius.crypto.Recognition;
import io.countersign.radius.event.Printable;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the wrong passwords of local users and tells whose account is locked. One for the life of the process. Safe for use by many
 * threads; none of them waits for the disk.
 *
 * <p>The same wrong password counts once, however often it comes: a machine that repeats a login must not lock anybody out.
 */
public final class LockOuts implements AutoCloseable {
    /*
     * Decided in memory, written behind. A login that wrote would tell by its time that the user exists, and would let anybody who guesses
     * make the disk busy. What is lost in a crash are the counts of the last moment.
     *
     * What is in memory and what is in the store are two sets of times, and the later of the two moments before which all is forgotten.
     * They can be joined at any time, in any order, by any number of servers: an administrator who unlocks an account writes the moment and
     * needs no server, and a server that writes an older count does not undo it.
     *
     * A password is recognised by its HMAC with a key that never leaves this process, so that nothing that is kept says anything about
     * passwords. After a restart a wrong password counts once more.
     */

    private static final Logger LOG = LoggerFactory.getLogger(LockOuts.class);
    private static final Duration WRITTEN_AFTER = Duration.ofMillis(200);
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration TIDIED_EVERY = Duration.ofMinutes(1);

    /** In one transaction: others write too. */
    private static final int MOST_AT_ONCE = 1000;

    /** No change has this number. */
    private static final long NOTHING = -1;

    private final LockOutStore store;
    private final InstantSource clock;
    private final Recognition recognition = new Recognition();

    /** By user, those only who have typed a wrong password of late. Changed under {@link #changing} alone. */
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    private final ReentrantLock changing = new ReentrantLock();

    /** Users of whom something is not written yet. */
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

    /** Users whose counts the store cannot read, so that their accounts are locked whatever they type. */
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lock-outs").daemon().factory());

    /** Up to which change of the store everything is taken up; set by the writer. */
    private volatile long takenUp = NOTHING;

    private final Seldom complaints = Seldom.onceAMinute();

    // The writer's alone.
    private Instant tidiedAt = Instant.EPOCH;

    /**
     * A wrong password.
     *
     * @param digest by which it is recognised; empty if another process, or this one before a restart, has counted it
     */
    private record Typed(Instant at, Octets digest) {}

    private record Counted(Instant forgottenAt, List<Typed> typed) {
        private static final Counted NONE = new Counted(Instant.EPOCH, List.of());

        WrongPasswords of(String userId) {
            return new WrongPasswords(
                    userId, forgottenAt, typed.stream().map(Typed::at).toList());
        }
    }

    /** Takes up what the store knows. Throws {@link DirectoryUnavailable} if it cannot be read. */
    public LockOuts(LockOutStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        takeUpAll();
    }

    /** Whether an account is locked. */
    boolean isLocked(LockOutRule rule, String userId) {
        if (unreadable.contains(userId)) {
            return true;
        }
        var known = counted.get(userId);
        return known != null && known.of(userId).lockedUntil(rule, now()).isPresent();
    }

    /** The right password came: answers whether it counts, and if so forgets the wrong ones. It does not while the account is locked. */
    boolean right(LockOutRule rule, String userId) {
        if (!counted.containsKey(userId) && !unreadable.contains(userId)) {
            return true;
        }
        changing.lock();
        try {
            if (isLocked(rule, userId)) {
                return false;
            }
            counted.put(userId, new Counted(now(), List.of()));
        } finally {
            changing.unlock();
        }
        writeSoon(userId);
        return true;
    }

    /** A wrong password came. Answers until when the account is locked if this was the one that locked it. */
    Optional<Instant> wrong(LockOutRule rule, String userId, Evidence evidence) {
        var digest = recognition.of(evidence.method().name() + userId, evidence.distinct());
        Optional<Instant> locked;
        changing.lock();
        try {
            var before = counted.getOrDefault(userId, Counted.NONE);
            var recent = before.typed().stream()
                    .filter(typed -> WrongPasswords.areWithin(rule.lockFor(), typed.at(), now()))
                    .toList();
            if (isLocked(rule, userId) || recent.stream().anyMatch(typed -> digest.equals(typed.digest()))) {
                return Optional.empty();
            }
            var typed = new ArrayList<>(recent);
            var forgottenAt = WrongPasswords.notAfter(now(), before.forgottenAt());
            typed.add(new Typed(after(forgottenAt, recent), digest));
            var after = new Counted(forgottenAt, List.copyOf(typed));
            counted.put(userId, after);
            locked = after.of(userId).lockedUntil(rule, now());
        } finally {
            changing.unlock();
        }
        writeSoon(userId);
        return locked;
    }

    /** Now, but after everything that is known: no two are at the same time. */
    private Instant after(Instant forgottenAt, List<Typed> recent) {
        var latest = recent.isEmpty() ? forgottenAt : recent.getLast().at();
        return now().isAfter(latest) ? now() : latest.plusMillis(1);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Has the store looked at again, on another thread, if something has changed: an account may have been unlocked. What cannot be read then
     * is looked at again the next time.
     *
     * @param newest the number of the store's newest change
     */
    public void confirm(long newest) {
        if (takenUp != newest && looking.compareAndSet(false, true)) {
            later(() -> takeUp(newest), Duration.ZERO);
        }
    }

    /** Of what was there before the first look nobody knows when it was read, so that it is read whole once more. */
    private void takeUp(long newest) {
        looking.set(false);
        if (takenUp == NOTHING) {
            takeUpAll();
        } else {
            join(store.touchedAfter(takenUp));
        }
        takenUp = newest;
    }

    private void takeUpAll() {
        join(store.changedSince(now().minus(LockOutRule.LONGEST)));
    }

    private void join(LockOutStore.Kept kept) {
        kept.damaged().forEach(this::lock);
        kept.counts().forEach(this::join);
    }

    private void lock(LockOutStore.Damaged damaged) {
        if (unreadable.add(damaged.userId())) {
            LOG.error(
                    "the wrong passwords that the store keeps of the local user {} were changed by something that does not have the store"
                            + " key: the account is locked until: countersign user unlock {}",
                    Printable.of(damaged.name()),
                    Printable.of(damaged.name()));
        }
    }

    private void join(WrongPasswords kept) {
        unreadable.remove(kept.userId());
        changing.lock();
        try {
            var before = counted.getOrDefault(kept.userId(), Counted.NONE);
            var both = before.of(kept.userId()).and(kept, now());
            if (both.at().isEmpty() && !unwritten.contains(kept.userId())) {
                counted.remove(kept.userId());
            } else {
                counted.put(
                        kept.userId(),
                        new Counted(
                                both.forgottenAt(),
                                both.at().stream().map(at -> typed(before, at)).toList()));
            }
        } finally {
            changing.unlock();
        }
    }

    private static Typed typed(Counted before, Instant at) {
        return before.typed().stream()
                .filter(known -> known.at().equals(at))
                .findFirst()
                .orElse(new Typed(at, Octets.empty()));
    }

    private void writeSoon(String userId) {
        unwritten.add(userId);
        if (due.compareAndSet(false, true)) {
            later(this::write, WRITTEN_AFTER);
        }
    }

    private void later(Runnable work, Duration delay) {
        if (!writer.isShutdown()) {
            var _ = writer.schedule(() -> orComplain(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what is not written yet; if that fails it is tried again. */
    private void write() {
        due.set(false);
        var users = unwritten.stream().limit(MOST_AT_ONCE).toList();
        users.forEach(unwritten::remove);
        try {
            join(store.join(users.stream().flatMap(this::known).toList(), now()));
        } catch (DirectoryUnavailable failed) {
            unwritten.addAll(users);
            if (due.compareAndSet(false, true)) {
                later(this::write, TRIED_AGAIN_AFTER);
            }
            throw failed;
        }
        if (!unwritten.isEmpty() && due.compareAndSet(false, true)) {
            later(this::write, WRITTEN_AFTER);
        }
        tidy();
    }

    private Stream<WrongPasswords> known(String userId) {
        return Optional.ofNullable(counted.get(userId)).map(known -> known.of(userId)).stream();
    }

    /** Forgets those whose time is over. */
    private void tidy() {
        var now = now();
        if (WrongPasswords.areWithin(TIDIED_EVERY, tidiedAt, now)) {
            return;
        }
        tidiedAt = now;
        changing.lock();
        try {
            counted.entrySet()
                    .removeIf(entry -> !unwritten.contains(entry.getKey())
                            && entry.getValue().typed().stream()
                                    .noneMatch(
                                            typed -> WrongPasswords.areWithin(LockOutRule.LONGEST, typed.at(), now)));
        } finally {
            changing.unlock();
        }
    }

    /** The edge of the thread, which must outlive every failure. */
    private void orComplain(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            if (complaints.isDue(now())) {
                LOG.error(
                        "wrong passwords are counted, but the counts cannot be kept and would be lost in a restart: {}",
                        failed.getMessage());
            }
        }
    }

    /** Writes what is not written yet, after what else is due at once, and waits for that. */
    void settle() {
        Future<?> settled = writer.submit(() -> {
            if (!unwritten.isEmpty()) {
                orComplain(this::write);
            }
        });
        try {
            settled.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes what is not written yet. Only when nobody logs in any more. */
    @Override
    public void close() {
        writer.close();
        boolean written = true;
        while (written && !unwritten.isEmpty()) {
            written = wrote();
        }
    }

    private boolean wrote() {
        try {
            write();
            return true;
        } catch (DirectoryUnavailable failed) {
            LOG.error("the counts of wrong passwords could not be kept: {}", failed.getMessage());
            return false;
        }
    }
}
