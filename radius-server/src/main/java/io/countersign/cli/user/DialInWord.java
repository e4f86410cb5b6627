package io.countersign.cli.user;

import io.countersign.policy.DialIn;

/** A dial-in permission as it is typed. */
enum DialInWord {
    /** Counts only where a policy says {@code account-may-grant}. */
    allow(DialIn.ALLOW),
    /** Refused by the account. */
    deny(DialIn.DENY),
    /** The policies decide. */
    absent(DialIn.ABSENT);

    private final DialIn dialIn;

    DialInWord(DialIn dialIn) {
        this.dialIn = dialIn;
    }

    DialIn dialIn() {
        return dialIn;
    }
}
