package io.countersign.mfa.entra.token;

/** There is no token now. Nobody was prompted. The message is in plain words, with the fix, and carries no secret. */
public final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean throttled;

    TokenRefused(String message, boolean throttled) {
        super(message);
        this.throttled = throttled;
    }

    /** Whether Entra has refused because it was asked too often. */
    public boolean throttled() {
        return throttled;
    }
}
