package io.countersign.radius.identity;

/** A name that is several accounts': none of them is guessed, and no later directory is asked. */
public final class AmbiguousUser extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells which, for the audit. */
    public AmbiguousUser(String message) {
        super(message);
    }
}
