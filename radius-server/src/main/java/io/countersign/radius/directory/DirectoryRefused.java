package io.countersign.radius.directory;

/** The settings of a directory cannot work; the message tells the fix. */
public final class DirectoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DirectoryRefused(String message) {
        super(message);
    }
}
