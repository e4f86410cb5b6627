package io.countersign.radius.identity;

import io.countersign.radius.event.Deed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Wrong passwords of local users at rest. Every method throws {@link DirectoryUnavailable} if the store cannot be used. */
public interface LockOutStore {
    /** Those of all users of whom anything has changed since. */
    List<WrongPasswords> changedSince(Instant since);

    /** Joins some with what is kept, in one transaction, and answers both together. Users who are not there any more are left out. */
    List<WrongPasswords> join(Collection<WrongPasswords> known);

    /** Forgets those of one user, so that running servers notice. */
    void forget(String userId, Instant now, Deed deed);
}
