package io.countersign.radius.store;

/** The database was made by an older or a newer program. */
public final class StoreVersionMismatch extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreVersionMismatch(String message) {
        super(message);
    }
}
