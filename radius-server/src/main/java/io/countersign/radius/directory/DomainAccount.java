package io.countersign.radius.directory;

import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import java.time.Instant;

/**
 * An account of a domain as it was read.
 *
 * @param active the user without regard to what keeps the account from logging in
 */
record DomainAccount(User active, Restrictions restrictions) {
    /** As it is at a moment. */
    User at(Instant now) {
        var state = restrictions.state(now);
        return state == AccountState.ACTIVE ? active : active.in(state);
    }

    /** How much memory it takes, in groups. */
    int weight() {
        return 4 + active.groups().written().size();
    }
}
