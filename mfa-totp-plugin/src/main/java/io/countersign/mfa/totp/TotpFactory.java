package io.countersign.mfa.totp;

import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaProviderFactory;
import io.countersign.mfa.MfaSettings;

/** Makes the provider {@code totp}. */
public final class TotpFactory implements MfaProviderFactory {
    /** Made by the service loader. */
    public TotpFactory() {}

    @Override
    public String name() {
        return "totp";
    }

    @Override
    public MfaProvider create(MfaSettings settings, MfaHost host) {
        return new TotpProvider(TotpSettings.read(settings), host);
    }
}
