package io.countersign.mfa.entra;

import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaProviderFactory;
import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSetup;
import java.util.Optional;

/** Makes the provider {@code entra}. */
public final class EntraFactory implements MfaProviderFactory {
    /** Made by the service loader. */
    public EntraFactory() {}

    @Override
    public String name() {
        return "entra";
    }

    @Override
    public boolean needsSettings() {
        return true;
    }

    @Override
    public MfaProvider create(MfaSettings settings, MfaHost host) {
        return new EntraProvider(EntraSettingsReader.read(settings), host);
    }

    @Override
    public Optional<MfaSetup> setup() {
        return Optional.of(new TenantSetup());
    }
}
