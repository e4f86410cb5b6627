package io.countersign.mfa;

/** The records cannot be read or written now. */
public final class MfaRecordsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells the cause. */
    public MfaRecordsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
