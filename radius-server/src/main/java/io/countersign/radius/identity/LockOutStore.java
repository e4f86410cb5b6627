package io.countersign.radius.identity;

import io.countersign.radius.event.Deed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Wrong passwords of local users at rest. Every method throws {@link DirectoryUnavailable} if the store cannot be used. */
public interface LockOutStore {
    /**
     * What is kept of some users.
     *
     * @param counts those that can be read
     * @param damaged users of whom something is kept that does not verify; nobody can tell whether it would lock their accounts, so it does
     */
    record Kept(List<WrongPasswords> counts, List<Damaged> damaged) {
        /** Copies both. */
        public Kept {
            counts = List.copyOf(counts);
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * A user of whom the counts do not verify.
     *
     * @param userId as in {@link LocalUserStore.LocalUser#id}
     * @param name the login name, for messages
     */
    record Damaged(String userId, String name) {}

    /** Those of all users of whom anything has changed since. */
    Kept changedSince(Instant since);

    /**
     * Those of the users whom administrators have changed since.
     *
     * @param change the number of a change, as in the change log; what followed it counts
     */
    Kept touchedAfter(long change);

    /**
     * Joins some with what is kept, in one transaction, and answers both together. Users who are not there any more are left out; what does
     * not verify is left as it is.
     */
    Kept join(Collection<WrongPasswords> known, Instant now);

    /** Forgets those of one user, so that running servers notice, whatever is kept of them. Answers what was. */
    Kept forget(String userId, Instant now, Deed deed);
}
