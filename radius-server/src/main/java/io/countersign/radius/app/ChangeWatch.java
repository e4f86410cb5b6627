package io.countersign.radius.app;

import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.store.ChangeLog;
import io.countersign.radius.store.StoreDamaged;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
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
    private static final int MOST_WAITING = 10_000;

    private final ChangeLog log;
    private final RememberedUsers users;
    private final Consumer<Change> audit;
    private final IntSupplier waiting;

    /** The newest change that users have been looked up anew for. */
    private long taken;

    /** The newest change that was handed to the audit file. */
    private long told;

    /** The same, as the store has it. */
    private long kept;

    /**
     * Begins where the last server ended.
     *
     * @param newest the newest change, with nobody remembered from before it
     * @param waiting how many lines the audit file has still to write
     */
    ChangeWatch(ChangeLog log, long newest, RememberedUsers users, Consumer<Change> audit, IntSupplier waiting) {
        this.log = log;
        this.users = users;
        this.audit = audit;
        this.waiting = waiting;
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
            tell(newest);
        } catch (StoreDamaged damaged) {
            LOG.error("the change log cannot be followed, all users are looked up anew: {}", damaged.getMessage());
            users.forget();
            taken = newest;
            told = newest;
        }
        users.confirm();
    }

    private void takeIn(long newest) {
        while (taken < newest) {
            var changes = log.since(taken, MOST_AT_ONCE);
            changes.stream()
                    .filter(change -> change.deed().kinds().contains(Kind.USERS))
                    .forEach(change -> change.user()
                            .map(id -> id.substring(id.indexOf(':') + 1)) // without the name of the directory
                            .ifPresentOrElse(users::changed, users::forget));
            taken = changes.isEmpty() ? newest : changes.getLast().number();
        }
    }

    private void tell(long newest) {
        if (waiting.getAsInt() > MOST_WAITING) {
            return; // none of them must be lost
        }
        if (kept < told) {
            log.audited(told); // handed over half a second ago
            kept = told;
        }
        if (told < newest) {
            var changes = log.since(told, MOST_AT_ONCE);
            changes.forEach(audit);
            told = changes.isEmpty() ? newest : changes.getLast().number();
        }
    }
}
