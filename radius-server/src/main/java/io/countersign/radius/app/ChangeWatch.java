package io.countersign.radius.app;

import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.store.ChangeLog;
import io.countersign.radius.store.StoreDamaged;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change log, which commands write to: users who have changed are no longer remembered, and each change gets its line in the
 * audit file, of which the server is the only writer. Changes that were made while no server ran are told at the next start. A change whose
 * line may not have reached the file is told again, under the same number. For the thread that watches the store alone.
 */
final class ChangeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final int MOST_AT_ONCE = 1_000;

    private final ChangeLog log;
    private final RememberedUsers users;
    private final Predicate<Change> audit;
    private final LongSupplier written;
    private final InstantSource clock;
    private final Seldom complaints = Seldom.onceAMinute();

    /** The newest change that users have been looked up anew for. */
    private long taken;

    /** The newest change that the audit file has taken, to write it. */
    private long told;

    /** The newest change that is written, as the store has it. */
    private long kept;

    /**
     * Begins where the last server ended.
     *
     * @param newest the newest change, with nobody remembered from before it
     * @param audit takes a change for the audit file; false if it has no room now
     * @param written the number of the newest change that the audit file has written; 0 before the first
     */
    ChangeWatch(
            ChangeLog log,
            long newest,
            RememberedUsers users,
            Predicate<Change> audit,
            LongSupplier written,
            InstantSource clock) {
        this.log = log;
        this.users = users;
        this.audit = audit;
        this.written = written;
        this.clock = clock;
        this.taken = newest;
        this.told = log.audited();
        this.kept = told;
    }

    /**
     * Takes in what has happened, up to a change.
     *
     * @throws io.countersign.radius.store.StoreException if the store cannot be read; nothing that is remembered is confirmed then
     */
    void seen(long newest) {
        try {
            takeIn(newest);
        } catch (StoreDamaged damaged) {
            LOG.error("the change log cannot be followed, all users are looked up anew: {}", damaged.getMessage());
            users.forget();
            taken = newest;
        }
        users.confirm();
    }

    /**
     * Has told what has happened, up to a change, in the audit file. Throws nothing: that the store cannot be written says nothing of what is
     * read from it.
     */
    void tell(long newest) {
        try {
            keepHowFar();
            tellOn(newest);
        } catch (StoreDamaged damaged) {
            LOG.error(
                    "the change log cannot be read, the audit file tells nothing of changes {} to {}: {}",
                    told + 1,
                    newest,
                    damaged.getMessage());
            told = newest;
        } catch (RuntimeException failed) {
            if (complaints.isDue(clock.instant())) {
                LOG.error(
                        "changes cannot be told in the audit file, or not be noted as told; this is tried again: {}",
                        failed.getMessage());
            }
        }
    }

    private void takeIn(long newest) {
        while (taken < newest) {
            var changes = log.since(taken, MOST_AT_ONCE);
            changes.stream()
                    .filter(change -> change.deed().kinds().contains(Kind.USERS))
                    .forEach(change -> change.user()
                            .flatMap(LocalDirectory::localId)
                            .ifPresentOrElse(users::changed, users::forget));
            taken = changes.isEmpty() ? newest : changes.getLast().number();
        }
    }

    private void keepHowFar() {
        long now = written.getAsLong();
        if (kept < now) {
            log.audited(now);
            kept = now;
        }
    }

    private void tellOn(long newest) {
        if (told >= newest) {
            return;
        }
        var changes = log.since(told, MOST_AT_ONCE);
        for (Change change : changes) {
            if (!audit.test(change)) {
                return; // it is the first at the next look
            }
            told = change.number();
        }
        if (changes.isEmpty()) {
            told = newest;
        }
    }
}
