package io.countersign.radius.administration;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.Credential;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.plugins.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A second factor that a tried request meets: nobody is asked. Who has a credential that works counts as having shown it; where the plugin
 * keeps no credentials here, everybody does.
 */
record SupposedProvider(Provider real, SupposedUser supposed) implements MfaProvider {
    static Provider of(Provider real, SupposedUser supposed) {
        return new Provider(real.name(), new SupposedProvider(real, supposed), real.interactions());
    }

    @Override
    public Set<Interaction> interactions() {
        return real.interactions();
    }

    @Override
    public MfaOutcome begin(MfaRequest request) {
        if (supposed.isMadeUp()) {
            return new MfaOutcome.Approved();
        }
        return real.plugin()
                .enrolling()
                .map(enrolling -> outcome(enrolling.credentials(request.user()), request))
                .orElse(new MfaOutcome.Approved());
    }

    private MfaOutcome outcome(List<Credential> credentials, MfaRequest request) {
        if (credentials.isEmpty()) {
            return new MfaOutcome.NotEnrolled(request.user().loginName() + " has nothing enrolled for " + real.name()
                    + "; do: countersign mfa enroll " + request.user().loginName() + " --provider " + real.name());
        }
        return credentials.stream()
                        .anyMatch(credential -> credential.lockedBecause().isEmpty())
                ? new MfaOutcome.Approved()
                : MfaOutcome.Denied.notShown(real.name() + " of "
                        + request.user().loginName() + ": "
                        + credentials.getFirst().lockedBecause().orElse("locked") + "; do: countersign mfa unlock "
                        + request.user().loginName());
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        return MfaOutcome.Denied.fault("nothing was begun");
    }

    @Override
    public Optional<Enrolling> enrolling() {
        return real.plugin().enrolling();
    }
}
