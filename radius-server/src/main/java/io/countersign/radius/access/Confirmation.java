package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.PolicyEngine.NetworkDecision;
import io.countersign.policy.ReasonCode;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.identity.User.AccountState;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks once more before anybody is let in who was asked for a second factor: what an administrator took away meanwhile counts. The
 * account is looked up anew and the policies in force now are evaluated for it, on what the login said at its beginning.
 */
final class Confirmation {
    private final PoliciesInForce inForce;

    /** By the policies that are in force when it is asked. */
    Confirmation(PoliciesInForce inForce) {
        this.inForce = inForce;
    }

    /**
     * What was granted when the user was asked.
     *
     * @param connection the name of the connection request policy
     * @param policy the name of the network policy
     */
    record Before(
            AccessRequest request,
            RequestFacts facts,
            Identity identity,
            FirstFactor.Proof proof,
            String connection,
            String policy) {
        static Before of(Granted granted) {
            return new Before(
                    granted.request(),
                    granted.facts(),
                    granted.identity(),
                    granted.proof(),
                    granted.connection().name(),
                    granted.policy().name());
        }
    }

    /**
     * The ruling on a login that is granted still, or why it is not.
     *
     * @param stillGranted what comes of it if it is
     * @throws io.countersign.radius.identity.DirectoryUnavailable if the account cannot be looked up
     */
    Ruling look(Before before, Journal journal, Function<Granted, Ruling> stillGranted) {
        var lent = inForce.lend(before.request().client());
        if (lent.isEmpty()) {
            return Ruling.reject(ReasonCode.ACCESS_DENIED, "the client was changed meanwhile; log in again");
        }
        try (var policies = lent.get()) {
            return look(before, policies.policies(), journal, stillGranted);
        }
    }

    private static Ruling look(
            Before before, CompiledPolicies policies, Journal journal, Function<Granted, Ruling> stillGranted) {
        journal.revision(policies.revision());
        var user = policies.userById(before.identity().user().id());
        if (user.isEmpty()) {
            return Ruling.reject(ReasonCode.ACCOUNT_DISABLED, "the account was removed meanwhile");
        }
        var state = user.get().state();
        return state == AccountState.ACTIVE
                ? evaluate(before, user.get(), policies, journal, stillGranted)
                : Ruling.reject(state.reason(), "meanwhile the account " + state.words());
    }

    private static Ruling evaluate(
            Before before,
            User user,
            CompiledPolicies policies,
            Journal journal,
            Function<Granted, Ruling> stillGranted) {
        var connection = connection(before, user, policies);
        if (connection.isEmpty()) {
            return Ruling.reject(
                    ReasonCode.ACCESS_DENIED, "another connection request policy applies meanwhile; log in again");
        }
        var identity = before.identity().of(user);
        var decision = policies.network(before.facts(), identity, connection.get());
        journal.network(decision.why());
        return switch (decision) {
            case NetworkDecision.Refused(var reason, var policy, var _) -> {
                policy.ifPresent(refusing -> journal.networkPolicy(refusing.name()));
                yield Ruling.reject(reason, "changed meanwhile: " + reason.text());
            }
            case NetworkDecision.Granted(var policy, var _) ->
                policy.name().equals(before.policy())
                        ? stillGranted.apply(new Granted(
                                before.request(),
                                before.facts(),
                                identity,
                                before.proof(),
                                connection.get(),
                                policy,
                                policies))
                        : Ruling.reject(
                                ReasonCode.ACCESS_DENIED, "another network policy applies meanwhile; log in again");
        };
    }

    /** The connection request policy of the same name, if it applies still and has the user checked here by the user's directory. */
    private static Optional<ConnectionRequestPolicy> connection(Before before, User user, CompiledPolicies policies) {
        return policies.engine()
                .connectionRequest(before.facts().ofRequest(policies.dictionary()))
                .policy()
                .filter(policy -> policy.name().equals(before.connection()))
                .filter(policy -> takes(policy.authentication(), before))
                .filter(policy -> before.facts().behind(policy).isPresent())
                .filter(policy -> policies.directories(policy).stream()
                        .anyMatch(directory -> directory.name().equals(user.directory())));
    }

    /** Whether a policy lets pass how the first factor was shown: nobody becomes proven who was vouched for. */
    private static boolean takes(Authentication authentication, Before before) {
        boolean proven = before.identity() instanceof Identity.Proven;
        return switch (authentication) {
            case Authentication.Here() -> proven || before.request().credential() instanceof Credential.None;
            case Authentication.AcceptWithoutValidation() -> !proven;
            case Authentication.ForwardTo _ -> false;
        };
    }
}
