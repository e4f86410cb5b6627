package io.countersign.radius.store;

/** The key file cannot be read, others can read it, or it is not the key of this database. */
public final class StoreKeyRefused extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreKeyRefused(String message) {
        super(message);
    }

    StoreKeyRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
