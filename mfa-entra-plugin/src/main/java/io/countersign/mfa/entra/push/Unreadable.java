package io.countersign.mfa.entra.push;

/** An answer that is not what the service gives. The message says what is wrong, not what stands there. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message);
    }
}
