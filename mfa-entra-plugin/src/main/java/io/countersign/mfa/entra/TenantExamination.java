package io.countersign.mfa.entra;

import static io.countersign.mfa.MfaFinding.Level.FAULT;
import static io.countersign.mfa.MfaFinding.Level.GOOD;
import static io.countersign.mfa.MfaFinding.Level.WARNING;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.entra.push.Pushes;
import io.countersign.mfa.entra.token.AccessTokens;
import io.countersign.mfa.entra.token.TokenRefused;
import io.countersign.mfa.entra.user.EntraUsers;
import io.countersign.mfa.entra.user.Graph;
import io.countersign.mfa.entra.user.Lookup;
import io.countersign.mfa.entra.user.Registrations;
import io.countersign.mfa.entra.user.ServicePrincipals;
import io.countersign.mfa.web.Web;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;

/** Everything that a login needs of Entra, checked one after the other. Prompts nobody. */
record TenantExamination(
        EntraSettings settings,
        MfaHost host,
        Web web,
        AccessTokens pushTokens,
        AccessTokens graphTokens,
        Graph graph,
        EntraUsers users,
        Pushes pushes,
        Expiry expiry) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** So far off, Entra refuses what a certificate signs. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private static final Duration NOTABLE_SKEW = Duration.ofSeconds(30);

    List<MfaFinding> of(Optional<MfaUser> user) {
        var findings = new ArrayList<>(expiry.findings());
        try {
            findings.addAll(login());
            findings.add(reached("push service", settings.push().host()));
            findings.add(reached("Graph", settings.graphHost()));
            findings.add(token("push token", pushTokens));
            findings.add(token("Graph token", graphTokens));
            findings.add(servicePrincipal());
            new PhonesEnd(settings)
                    .caution(host.clock().instant())
                    .ifPresent(caution -> findings.add(new MfaFinding(WARNING, "phones", caution)));
            user.ifPresent(known -> findings.addAll(account(known)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            findings.add(new MfaFinding(FAULT, "examination", "was ended before it was done"));
        }
        return findings;
    }

    private List<MfaFinding> login() {
        var host = settings.pushApplication().authority();
        var answered = answered(host);
        return answered.map(date -> List.of(good("login", host + " answers"), clock(date)))
                .orElseGet(() -> List.of(unreached("login", host)));
    }

    private MfaFinding reached(String subject, URI host) {
        return answered(host).isPresent() ? good(subject, host + " answers") : unreached(subject, host);
    }

    private static MfaFinding unreached(String subject, URI host) {
        return new MfaFinding(
                FAULT,
                subject,
                host + " cannot be reached over TLS; check the firewall, proxy and certificate-authorities");
    }

    /** When a host says it is; now if it does not say. Empty if it does not answer at all. */
    private Optional<Instant> answered(URI host) {
        try (var response = web.client()
                .newCall(new Request.Builder().url(host + "/").build())
                .execute()) {
            var date = response.headers().getInstant("Date");
            return Optional.of(date == null ? this.host.clock().instant() : date);
        } catch (IOException failed) {
            return Optional.empty();
        }
    }

    private MfaFinding clock(Instant theirs) {
        var skew = Duration.between(theirs, host.clock().instant()).abs();
        var text = "differs from Entra's by " + skew.toSeconds() + " s";
        if (skew.compareTo(MOST_SKEW) >= 0) {
            return new MfaFinding(FAULT, "clock", text + "; Entra refuses what it signs: set the clock, run NTP");
        }
        return skew.compareTo(NOTABLE_SKEW) >= 0
                ? new MfaFinding(WARNING, "clock", text + "; run NTP")
                : good("clock", text);
    }

    private static MfaFinding token(String subject, AccessTokens tokens) throws InterruptedException {
        try {
            tokens.token();
            return good(subject, "Entra gives one");
        } catch (TokenRefused refused) {
            return new MfaFinding(FAULT, subject, String.valueOf(refused.getMessage()));
        }
    }

    private MfaFinding servicePrincipal() throws InterruptedException {
        var subject = "push service principal";
        var clientId = settings.pushApplication().clientId();
        return switch (new ServicePrincipals(graph).find(clientId)) {
            case ServicePrincipals.Found(boolean enabled) when enabled -> good(subject, "exists and is enabled");
            case ServicePrincipals.Found _ ->
                new MfaFinding(
                        FAULT, subject, "is disabled: set \"Enabled for users to sign-in\" to Yes for " + clientId);
            case ServicePrincipals.Missing() ->
                new MfaFinding(
                        FAULT, subject, "does not exist in this tenant; countersign entra setup tells how to make it");
            case ServicePrincipals.NotTold(var why) ->
                new MfaFinding(
                        WARNING,
                        subject,
                        "was not checked: " + why + "; the permission Application.Read.All lets this check see it");
        };
    }

    private List<MfaFinding> account(MfaUser user) {
        try {
            return switch (users.findNow(user)) {
                case Lookup.Found(var found) ->
                    List.of(
                            good("account", user.loginName() + " is " + found.upn() + " in Entra, enabled"),
                            new MfaFinding(GOOD, "methods", pushes.methods(found.upn(), PATIENCE)),
                            new PhonesEnd(settings)
                                    .of(
                                            new Registrations(graph).of(found.id()),
                                            host.clock().instant()));
                case Lookup.Refused(var why) -> List.of(new MfaFinding(FAULT, "account", why));
                case Lookup.Busy(var why) -> List.of(new MfaFinding(FAULT, "account", why));
                case Lookup.Unavailable(var why) -> List.of(new MfaFinding(FAULT, "account", why));
            };
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(new MfaFinding(FAULT, "account", "the check was ended"));
        }
    }

    private static MfaFinding good(String subject, String text) {
        return new MfaFinding(GOOD, subject, text);
    }
}
