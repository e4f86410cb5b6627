package io.countersign.radius.accounting;

/** What an Accounting-Request tells: Acct-Status-Type (RFC 2866 §5.1). */
public enum AccountingStatus {
    /** A session begins. */
    START(1),
    /** A session is over. */
    STOP(2),
    /** A session goes on (RFC 2869 §2.1). */
    INTERIM(3),
    /** The client has started: it has no sessions. */
    ON(7),
    /** The client stops: its sessions are over. */
    OFF(8),
    /** Anything else, or nothing that can be read. It is kept all the same. */
    OTHER(0);

    private final int number;

    AccountingStatus(int number) {
        this.number = number;
    }

    static AccountingStatus of(long number) {
        for (AccountingStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        return OTHER;
    }
}
