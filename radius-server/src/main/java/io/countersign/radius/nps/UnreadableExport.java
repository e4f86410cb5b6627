package io.countersign.radius.nps;

/** A file that is no export of NPS, or not all of one. The message is one line for the administrator, and carries nothing of the file. */
public final class UnreadableExport extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableExport(String message) {
        super(message);
    }
}
