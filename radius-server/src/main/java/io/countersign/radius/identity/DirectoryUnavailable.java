package io.countersign.radius.identity;

/** A directory cannot answer now. Caught in one place, {@code access.AccessService}, and turned into what the client's rules say. */
public final class DirectoryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where the directory itself has said so. */
    public DirectoryUnavailable(String message) {
        super(message);
    }

    /** Tells the cause. */
    public DirectoryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
