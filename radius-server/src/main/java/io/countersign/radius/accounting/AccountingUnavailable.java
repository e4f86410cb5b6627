package io.countersign.radius.accounting;

/** The records cannot be read or written; the message says why. */
public final class AccountingUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** With the store's own words. */
    public AccountingUnavailable(String why, Throwable cause) {
        super(why, cause);
    }
}
