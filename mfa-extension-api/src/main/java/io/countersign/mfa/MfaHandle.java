package io.countersign.mfa;

/**
 * What a plugin needs to find an open prompt again, in its own words. Kept by the server between calls, sealed, never sent to anyone;
 * any node may come back with it.
 *
 * @param text at most 2,048 characters
 */
public record MfaHandle(String text) {
    private static final int MAX_CHARACTERS = 2_048;

    /** Checks the length. */
    public MfaHandle {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a handle has at most " + MAX_CHARACTERS + " characters, this one " + text.length());
        }
    }

    /** Redacted: a handle may carry what a log must not. */
    @Override
    public String toString() {
        return "MfaHandle[redacted]";
    }
}
