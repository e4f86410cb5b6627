package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.PolicyEngine.NetworkDecision.Granted;
import io.countersign.policy.PolicyEngine.NetworkDecision.Refused;
import io.countersign.policy.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Evaluates policies: a linear scan over compiled conditions, the same answer for the same facts. Immutable; safe for use by many
 * threads.
 *
 * <p>Where NPS's own pages leave room, the safe reading is taken: a policy's deny is final, an account's deny rejects, and an account's
 * allow counts as absent, unless the policy says otherwise. A condition or constraint that cannot be evaluated refuses: to go on to the
 * next policy could skip a deny.
 */
public final class PolicyEngine {
    private final PolicyDocument document;
    private final List<CompiledConditions> connectionRequestConditions;
    private final List<CompiledConditions> networkConditions;
    private final List<CompiledConstraints> constraints;

    /** Compiles a document. */
    public PolicyEngine(PolicyDocument document) {
        this.document = document;
        this.connectionRequestConditions = document.connectionRequestPolicies().stream()
                .map(policy -> new CompiledConditions(policy.name(), policy.when()))
                .toList();
        this.networkConditions = document.networkPolicies().stream()
                .map(policy -> new CompiledConditions(policy.name(), policy.when()))
                .toList();
        this.constraints = document.networkPolicies().stream()
                .map(CompiledConstraints::new)
                .toList();
    }

    /** The document that is evaluated. */
    public PolicyDocument document() {
        return document;
    }

    /** Finds the connection request policy for a request; {@link Facts#account} is not looked at. */
    public ConnectionRequestDecision connectionRequest(Facts facts) {
        return connectionRequest(facts, new Steps(true));
    }

    /** The same without a trace, which costs more than to decide. */
    public Optional<ConnectionRequestPolicy> connectionRequestPolicy(Facts facts) {
        return connectionRequest(facts, new Steps(false)).policy();
    }

    private ConnectionRequestDecision connectionRequest(Facts facts, Steps steps) {
        for (int i = 0; i < connectionRequestConditions.size(); i++) {
            ConnectionRequestPolicy policy =
                    document.connectionRequestPolicies().get(i);
            if (!policy.enabled()) {
                steps.add(policy.name(), "enabled: false", Held.NO, () -> "the policy is skipped");
                continue;
            }
            switch (connectionRequestConditions.get(i).evaluate(facts, steps)) {
                case YES -> {
                    return new ConnectionRequestDecision(Optional.of(policy), steps.trace());
                }
                case UNKNOWN -> {
                    return new ConnectionRequestDecision(Optional.empty(), steps.trace());
                }
                case NO -> {}
            }
        }
        return new ConnectionRequestDecision(Optional.empty(), steps.trace());
    }

    /**
     * Decides on access for an identified user.
     *
     * @throws IllegalArgumentException if there is no {@link Facts#account}
     */
    public NetworkDecision network(Facts facts) {
        return network(facts, new Steps(true));
    }

    /** The same with an empty trace. */
    public NetworkDecision networkUntraced(Facts facts) {
        return network(facts, new Steps(false));
    }

    private NetworkDecision network(Facts facts, Steps steps) {
        Facts.Account account =
                facts.account().orElseThrow(() -> new IllegalArgumentException("nobody has been looked up"));
        for (int i = 0; i < networkConditions.size(); i++) {
            NetworkPolicy policy = document.networkPolicies().get(i);
            if (!policy.enabled()) {
                steps.add(policy.name(), "enabled: false", Held.NO, () -> "the policy is skipped");
                continue;
            }
            switch (networkConditions.get(i).evaluate(facts, steps)) {
                case YES -> {
                    Optional<ReasonCode> failed = constraints.get(i).firstFailing(facts, steps);
                    ReasonCode reason = failed.orElseGet(() -> permission(policy, account.dialIn(), steps));
                    return reason == ReasonCode.SUCCESS
                            ? new Granted(policy, steps.trace())
                            : new Refused(reason, Optional.of(policy), steps.trace());
                }
                case UNKNOWN -> {
                    return new Refused(ReasonCode.INTERNAL_ERROR, Optional.of(policy), steps.trace());
                }
                case NO -> {}
            }
        }
        return new Refused(ReasonCode.NO_NETWORK_POLICY_MATCHED, Optional.empty(), steps.trace());
    }

    private static ReasonCode permission(NetworkPolicy policy, DialIn dialIn, Steps steps) {
        boolean accountCounts = !policy.ignoreDialInProperties();
        boolean accountGrants = accountCounts && policy.accountMayGrant() && dialIn == DialIn.ALLOW;
        boolean accountDenies = accountCounts && dialIn == DialIn.DENY;
        boolean policyGrants = policy.access() == NetworkPolicy.Access.GRANT;
        boolean granted = (policyGrants || accountGrants)
                && !accountDenies
                && !(policy.mfa() instanceof SecondFactor.NotReached); // never reached by a document that was read
        steps.add(
                policy.name(),
                policyGrants ? "access: grant" : "access: deny",
                granted ? Held.YES : Held.NO,
                () -> because(policy, dialIn));
        return granted ? ReasonCode.SUCCESS : ReasonCode.DIAL_IN_PERMISSION_DENIED;
    }

    private static String because(NetworkPolicy policy, DialIn dialIn) {
        if (policy.ignoreDialInProperties()) {
            return "the account's dial-in properties are ignored";
        }
        return switch (dialIn) {
            case ALLOW ->
                policy.accountMayGrant()
                        ? "the account allows, and may grant"
                        : "the account allows, which grants nothing without account-may-grant";
            case DENY -> "the account denies";
            case ABSENT -> "the account leaves it to the policy";
        };
    }

    /** Whether something holds. */
    enum Held {
        /** It does. */
        YES,
        /** It does not. */
        NO,
        /** It could not be evaluated. */
        UNKNOWN
    }

    /** The conditions of one policy with what traces say of them. */
    private static final class CompiledConditions {
        private final String policy;
        private final List<Condition> conditions;
        private final List<String> written;

        CompiledConditions(String policy, Conditions when) {
            this.policy = policy;
            this.conditions = when.all();
            this.written = when.all().stream().map(Condition::written).toList();
        }

        /** All of them; none at all never holds. */
        Held evaluate(Facts facts, Steps steps) {
            for (int i = 0; i < conditions.size(); i++) {
                Condition condition = conditions.get(i);
                Held held = ConditionEvaluation.evaluate(condition, facts);
                steps.add(policy, written.get(i), held, () -> ConditionEvaluation.because(condition, facts));
                if (held != Held.YES) {
                    return held;
                }
            }
            return conditions.isEmpty() ? Held.NO : Held.YES;
        }
    }

    /** The constraints of one policy as conditions, each with the reason of its failing. */
    private static final class CompiledConstraints {
        private record Constraint(Condition condition, String written, ReasonCode reason) {}

        private final String policy;
        private final List<Constraint> all = new ArrayList<>();

        CompiledConstraints(NetworkPolicy policy) {
            this.policy = policy.name();
            Constraints constraints = policy.constraints();
            boolean mayGrant = policy.access() == NetworkPolicy.Access.GRANT || policy.accountMayGrant();
            if (mayGrant || !constraints.authenticationMethods().isEmpty()) {
                Condition methods = new Condition.OfMethod(constraints.authenticationMethods());
                String written = methods.values().stream().collect(joining(", ", "authentication-methods: [", "]"));
                all.add(new Constraint(methods, written, ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED));
            }
            constraints
                    .calledStationId()
                    .ifPresent(pattern -> add(
                            new Condition.AttributeHolds(Condition.TextAttribute.CALLED_STATION_ID, pattern),
                            ReasonCode.CALLED_STATION_ID));
            constraints.dayAndTime().ifPresent(times -> add(new Condition.At(times), ReasonCode.DAY_AND_TIME));
            if (!constraints.nasPortTypes().isEmpty()) {
                add(
                        new Condition.AttributeIs(
                                Condition.EnumeratedAttribute.NAS_PORT_TYPE, constraints.nasPortTypes()),
                        ReasonCode.NAS_PORT_TYPE);
            }
        }

        Optional<ReasonCode> firstFailing(Facts facts, Steps steps) {
            for (Constraint constraint : all) {
                Held held = ConditionEvaluation.evaluate(constraint.condition(), facts);
                steps.add(
                        policy,
                        constraint.written(),
                        held,
                        () -> ConditionEvaluation.because(constraint.condition(), facts));
                if (held != Held.YES) {
                    return Optional.of(constraint.reason());
                }
            }
            return Optional.empty();
        }

        private void add(Condition condition, ReasonCode reason) {
            all.add(new Constraint(condition, condition.written(), reason));
        }
    }

    /** What is written down on the way, if anybody wants to know. */
    private static final class Steps {
        private final boolean wanted;
        private final List<Step> all = new ArrayList<>();

        Steps(boolean wanted) {
            this.wanted = wanted;
        }

        void add(String policy, String written, Held held, Supplier<String> said) {
            if (wanted) {
                String because = held == Held.UNKNOWN ? said.get() + "; the pattern took too many steps" : said.get();
                all.add(new Step(policy, written, held == Held.YES, because));
            }
        }

        Trace trace() {
            return new Trace(all);
        }
    }

    /** Which connection request policy applies; empty is a reject with reason 49. */
    public record ConnectionRequestDecision(Optional<ConnectionRequestPolicy> policy, Trace trace) {}

    /** What the network policies say. */
    public sealed interface NetworkDecision {
        /** How it came about. */
        Trace trace();

        /** Access is granted once the policy's second factor is shown. */
        record Granted(NetworkPolicy policy, Trace trace) implements NetworkDecision {}

        /** Access is refused. The policy is absent if none matched. */
        record Refused(ReasonCode reason, Optional<NetworkPolicy> policy, Trace trace) implements NetworkDecision {}
    }
}
