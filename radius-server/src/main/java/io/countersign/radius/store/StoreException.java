package io.countersign.radius.store;

/** The store cannot be used. The message is for an administrator: file, cause and fix. */
public abstract sealed class StoreException extends RuntimeException
        permits StoreMissing, StoreKeyRefused, StoreDamaged, StoreVersionMismatch, StoreUnavailable {
    private static final long serialVersionUID = 1L;

    private final String message;

    StoreException(String message) {
        super(message);
        this.message = message;
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** For an administrator; never null. */
    @Override
    public String getMessage() {
        return message;
    }
}
