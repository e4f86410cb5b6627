package io.countersign.mfa;

/** Settings that cannot work. The message names the key and the fix, and carries no secret. */
public final class MfaSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Refuses the settings.
     *
     * @param key the key at fault, relative to the plugin's block
     * @param message what is wrong and what to write instead
     */
    public MfaSettingsException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The key at fault, relative to the plugin's block. */
    public String key() {
        return key;
    }
}
