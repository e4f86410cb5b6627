package io.countersign.radius.store;

/** The store cannot be read or written now: locked, disk full, input or output failed. */
public final class StoreUnavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
