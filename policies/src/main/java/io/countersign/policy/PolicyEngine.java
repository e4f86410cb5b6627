package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.PolicyEngine.NetworkDecision.Granted;
import io.countersign.policy.PolicyEngine.NetworkDecision.Refused;
import io.countersign.policy.Rule.Held;
import io.countersign.policy.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    private final List<PolicyConditions> connectionRequestConditions;
    private final List<PolicyConditions> networkConditions;
    private final List<CompiledConstraints> constraints;

    /** Compiles a document. */
    public PolicyEngine(PolicyDocument document) {
        this.document = document;
        this.connectionRequestConditions = document.connectionRequestPolicies().stream()
                .map(policy -> new PolicyConditions(policy.name(), policy.enabled(), policy.when()))
                .toList();
        this.networkConditions = document.networkPolicies().stream()
                .map(policy -> new PolicyConditions(policy.name(), policy.enabled(), policy.when()))
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
        Evaluation request = new Evaluation(facts);
        Scan scan = Scan.of(connectionRequestConditions, request);
        Why why = new Why(scan, request, List::of);
        return switch (scan.held()) {
            case YES ->
                new ConnectionRequestDecision(
                        Optional.of(document.connectionRequestPolicies().get(scan.passed())), why);
            case NO, UNKNOWN -> new ConnectionRequestDecision(Optional.empty(), why);
        };
    }

    /**
     * Decides on access for an identified user.
     *
     * @throws IllegalArgumentException if there is no {@link Facts#account}
     */
    public NetworkDecision network(Facts facts) {
        Facts.Account account =
                facts.account().orElseThrow(() -> new IllegalArgumentException("nobody has been looked up"));
        Evaluation request = new Evaluation(facts);
        Scan scan = Scan.of(networkConditions, request);
        return switch (scan.held()) {
            case YES -> decided(scan, request, account.dialIn());
            case UNKNOWN ->
                new Refused(
                        ReasonCode.INTERNAL_ERROR,
                        Optional.of(document.networkPolicies().get(scan.passed())),
                        new Why(scan, request, List::of));
            case NO ->
                new Refused(ReasonCode.NO_NETWORK_POLICY_MATCHED, Optional.empty(), new Why(scan, request, List::of));
        };
    }

    /** By the policy whose conditions hold. */
    private NetworkDecision decided(Scan scan, Evaluation request, DialIn dialIn) {
        NetworkPolicy policy = document.networkPolicies().get(scan.passed());
        CompiledConstraints asked = constraints.get(scan.passed());
        Optional<ReasonCode> failed = asked.firstFailing(request);
        boolean granted = failed.isEmpty() && mayConnect(policy, dialIn);
        Why why = new Why(scan, request, () -> {
            List<Step> steps = asked.steps(policy.name(), request);
            if (failed.isEmpty()) {
                steps.add(permission(policy, dialIn));
            }
            return steps;
        });
        return granted
                ? new Granted(policy, why)
                : new Refused(failed.orElse(ReasonCode.DIAL_IN_PERMISSION_DENIED), Optional.of(policy), why);
    }

    private static boolean mayConnect(NetworkPolicy policy, DialIn dialIn) {
        boolean accountCounts = !policy.ignoreDialInProperties();
        boolean accountGrants = accountCounts && policy.accountMayGrant() && dialIn == DialIn.ALLOW;
        boolean accountDenies = accountCounts && (dialIn == DialIn.DENY || dialIn == DialIn.UNREADABLE);
        return (policy.access() == NetworkPolicy.Access.GRANT || accountGrants)
                && !accountDenies
                && !(policy.mfa() instanceof SecondFactor.NotReached); // never reached by a document that was read
    }

    private static Step permission(NetworkPolicy policy, DialIn dialIn) {
        return new Step(
                policy.name(),
                "access: " + Words.of(policy.access()),
                mayConnect(policy, dialIn),
                because(policy, dialIn));
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
            case UNREADABLE ->
                "this server may not read the account's dial-in properties: make its own account a member of"
                        + " the group RAS and IAS Servers, or write ignore-dial-in-properties: true";
        };
    }

    /** The constraints of one policy, each with the reason of its failing. */
    private static final class CompiledConstraints {
        private record Constraint(Rule rule, ReasonCode reason) {}

        private final List<Constraint> all = new ArrayList<>();

        CompiledConstraints(NetworkPolicy policy) {
            Constraints constraints = policy.constraints();
            boolean mayGrant = policy.access() == NetworkPolicy.Access.GRANT || policy.accountMayGrant();
            if (mayGrant || !constraints.authenticationMethods().isEmpty()) {
                Condition methods = new Condition.OfMethod(constraints.authenticationMethods());
                String written = methods.values().stream().collect(joining(", ", "authentication-methods: [", "]"));
                all.add(new Constraint(new Rule(methods, written), ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED));
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

        /** One that cannot be evaluated fails. */
        Optional<ReasonCode> firstFailing(Evaluation request) {
            for (Constraint constraint : all) {
                if (constraint.rule().evaluate(request) != Held.YES) {
                    return Optional.of(constraint.reason());
                }
            }
            return Optional.empty();
        }

        /** Every constraint up to the first that fails. */
        List<Step> steps(String policy, Evaluation request) {
            List<Step> steps = new ArrayList<>();
            for (Constraint constraint : all) {
                steps.add(constraint.rule().step(policy, request));
                if (!steps.getLast().held()) {
                    return steps;
                }
            }
            return steps;
        }

        private void add(Condition condition, ReasonCode reason) {
            all.add(new Constraint(new Rule(condition), reason));
        }
    }

    /** Which connection request policy applies; empty is a reject with reason 49. */
    public record ConnectionRequestDecision(Optional<ConnectionRequestPolicy> policy, Why why) {}

    /** What the network policies say. */
    public sealed interface NetworkDecision {
        /** How it came about. */
        Why why();

        /** Access is granted once the policy's second factor is shown. */
        record Granted(NetworkPolicy policy, Why why) implements NetworkDecision {}

        /** Access is refused. The policy is absent if none matched. */
        record Refused(ReasonCode reason, Optional<NetworkPolicy> policy, Why why) implements NetworkDecision {}
    }
}
