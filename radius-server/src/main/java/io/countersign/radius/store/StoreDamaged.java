package io.countersign.radius.store;

/** The database is none, is damaged, or holds what the store key did not seal. */
public final class StoreDamaged extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreDamaged(String message) {
        super(message);
    }

    StoreDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
