package io.countersign.radius.plugins;

import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;

/** Where providers find their settings, and where it is noted that one refused them. */
public interface ProviderSettings {
    /** Whether the settings have a block for a provider. */
    boolean has(String provider);

    /** The block of one provider; empty if the settings have none. */
    MfaSettings of(String provider);

    /** A provider could not be made of its settings. The loader goes on, so that every problem is told at once. */
    void refused(String provider, MfaSettingsException why);
}
