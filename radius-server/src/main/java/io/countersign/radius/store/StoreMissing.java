package io.countersign.radius.store;

/** The database, the key or both are not there. */
public final class StoreMissing extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreMissing(String message) {
        super(message);
    }
}
