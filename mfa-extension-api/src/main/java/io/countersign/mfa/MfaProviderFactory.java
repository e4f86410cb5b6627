package io.countersign.mfa;

import java.util.Optional;

/** Makes a plugin's provider. Registered in {@code META-INF/services}; needs a public constructor without parameters. */
public interface MfaProviderFactory {
    /** The name that policies and settings use, such as {@code totp}: lower-case letters, digits and hyphens. */
    String name();

    /**
     * Whether the factor cannot be without settings. If so and the settings have no block for it, it is not loaded, and a policy that
     * names it is refused with that reason.
     */
    default boolean needsSettings() {
        return false;
    }

    /**
     * Called once, at start. Reading a setting marks its key as known; the server refuses to start on keys that nobody read and on
     * values that {@link MfaSettings} could not convert, so a factory need not check for either.
     *
     * @throws MfaSettingsException if the settings cannot work
     */
    MfaProvider create(MfaSettings settings, MfaHost host);

    /** What must be prepared before {@link #create} can work, where there is such a thing. Needs no settings. */
    default Optional<MfaSetup> setup() {
        return Optional.empty();
    }
}
