package io.countersign.radius.control;

/** The server cannot start, or a command cannot be done. The message says why and what to do; it carries no secret. */
public final class NodeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells why. */
    public NodeRefused(String message) {
        super(message);
    }

    /** Tells why, and what lies behind it. */
    public NodeRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
