package io.countersign.radius.administration;

/** What an administrator typed cannot be used. The message says why and what to type instead; it carries no secret. */
public final class WrongInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongInput(String message) {
        super(message);
    }

    WrongInput(String message, Throwable cause) {
        super(message, cause);
    }
}
