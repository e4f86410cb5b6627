package io.countersign.mfa.entra;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaCertificate;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.entra.push.Pushes;
import io.countersign.mfa.entra.token.AccessTokens;
import io.countersign.mfa.entra.user.EntraUsers;
import io.countersign.mfa.entra.user.Graph;
import io.countersign.mfa.entra.user.Lookup;
import io.countersign.mfa.web.Web;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Entra as a second factor: finds the user's account, then prompts. */
final class EntraProvider implements MfaProvider {
    private final EntraSettings settings;
    private final MfaHost host;
    private final Web web;
    private final AccessTokens pushTokens;
    private final AccessTokens graphTokens;
    private final Graph graph;
    private final EntraUsers users;
    private final Pushes pushes;
    private final Expiry expiry;

    EntraProvider(EntraSettings settings, MfaHost host) {
        this.settings = settings;
        this.host = host;
        this.web = new Web(settings.web(), settings.hosts(), host);
        this.pushTokens = new AccessTokens(settings.pushApplication(), web, host);
        this.graphTokens = new AccessTokens(settings.graphApplication(), web, host);
        this.graph = new Graph(settings.graphHost(), web, graphTokens, host::nanoTime);
        this.users = new EntraUsers(settings.users(), graph, host::nanoTime);
        this.pushes = new Pushes(settings.push(), web, pushTokens, host);
        this.expiry = new Expiry(List.of(settings.pushApplication(), settings.graphApplication()), host);
        expiry.tellOnceADay();
    }

    @Override
    public Set<Interaction> interactions() {
        return pushes.interactions();
    }

    @Override
    public MfaOutcome begin(MfaRequest request) throws InterruptedException {
        expiry.tellOnceADay();
        var left = Duration.between(host.clock().instant(), request.deadline());
        return switch (users.find(request.user(), left)) {
            case Lookup.Found(var user) -> pushes.begin(request, user.upn());
            case Lookup.Refused(var why) -> MfaOutcome.Denied.notShown(why);
            case Lookup.Busy(var why) -> MfaOutcome.Denied.fault(why);
            case Lookup.Unavailable(var why) -> new MfaOutcome.Unavailable(why);
        };
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) throws InterruptedException {
        return pushes.resume(request, handle, event);
    }

    @Override
    public void cancel(MfaRequest request, MfaHandle handle) {
        pushes.cancel(handle);
    }

    @Override
    public List<MfaFinding> examine(Optional<MfaUser> user) {
        return new TenantExamination(settings, host, web, pushTokens, graphTokens, graph, users, pushes, expiry)
                .of(user);
    }

    @Override
    public List<String> cautions() {
        return new PhonesEnd(settings).caution(host.clock().instant()).stream().toList();
    }

    @Override
    public List<MfaCertificate> certificates() {
        return expiry.certificates();
    }

    @Override
    public void close() {
        users.close();
        pushTokens.close();
        graphTokens.close();
        web.close();
    }
}
