package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.PolicyEngine.NetworkDecision.Granted;
import io.countersign.policy.PolicyEngine.NetworkDecision.Refused;
import io.countersign.policy.Rule.Held;
import io.countersign.policy.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates policies: a linear scan over compiled conditions, the same answer for the same facts. Immutable; safe for use by many
 * threads.
 *
 * <p>Where NPS's own pages leave room, the safe reading is taken: a policy's deny is final, an account's deny rejects, and an account's
 * allow counts as absent, unless the policy says otherwise. A condition or constraint that cannot be evaluated refuses: to go on to the
 * next policy could skip a deny.
 */
public final class PolicyEngine {
    private static final String CALLING_STATION_ID = "Calling-Station-Id";

    private final PolicyDocument document;

    /** Both kinds in the order in which they are looked at. */
    private final List<ConnectionRequestPolicy> connectionRequestPolicies;

    private final List<NetworkPolicy> networkPolicies;
    private final List<PolicyConditions> connectionRequestConditions;
    private final List<PolicyConditions> networkConditions;
    private final List<CompiledConstraints> constraints;

    /** Compiles a document. */
    public PolicyEngine(PolicyDocument document) {
        this.document = document;
        this.connectionRequestPolicies = Policy.inOrder(document.connectionRequestPolicies());
        this.networkPolicies = Policy.inOrder(document.networkPolicies());
        this.connectionRequestConditions =
                connectionRequestPolicies.stream().map(PolicyConditions::new).toList();
        this.networkConditions =
                networkPolicies.stream().map(PolicyConditions::new).toList();
        this.constraints =
                networkPolicies.stream().map(CompiledConstraints::new).toList();
    }

    /** The document that is evaluated. */
    public PolicyDocument document() {
        return document;
    }

    /** Finds the connection request policy for a request; {@link Facts#account} is not looked at. */
    public ConnectionRequestDecision connectionRequest(Facts facts) {
        Evaluation request = new Evaluation(facts);
        Scan scan = Scan.of(connectionRequestConditions, request);
        if (scan.held() != Held.YES) {
            return new ConnectionRequestDecision(Optional.empty(), new Why(scan, request, List::of));
        }
        ConnectionRequestPolicy policy = connectionRequestPolicies.get(scan.passed());
        return new ConnectionRequestDecision(
                Optional.of(policy), new Why(scan, request, () -> changes(policy, facts.attributes())));
    }

    /** What a policy makes of the attribute that it changes. */
    private static List<Step> changes(ConnectionRequestPolicy policy, Facts.RequestAttributes said) {
        return policy.manipulation().stream()
                .flatMap(manipulation -> said.values(manipulation.target().attributeName()).texts().stream()
                        .map(text -> change(policy.name(), manipulation, text)))
                .toList();
    }

    private static Step change(String policy, AttributeManipulation manipulation, String text) {
        Optional<String> changed = manipulation.apply(text);
        return new Step(
                policy,
                "attribute-manipulation: " + manipulation.target().attributeName(),
                changed.isPresent(),
                text
                        + changed.map(now -> now.equals(text) ? " stays" : " becomes " + now)
                                .orElse(" cannot be changed, or nothing is left of it"));
    }

    /**
     * Decides on access for an identified user.
     *
     * @param overridingMethods those of the connection request policy, which stand in place of the network policy's; empty: they count
     * @throws IllegalArgumentException if there is no {@link Facts#account}
     */
    public NetworkDecision network(Facts facts, Set<AuthenticationMethod> overridingMethods) {
        Facts.Account account =
                facts.account().orElseThrow(() -> new IllegalArgumentException("nobody has been looked up"));
        Evaluation request = new Evaluation(facts);
        Scan scan = Scan.of(networkConditions, request);
        return switch (scan.held()) {
            case YES -> decided(scan, request, account.dialIn(), overridingMethods);
            case UNKNOWN ->
                new Refused(
                        ReasonCode.INTERNAL_ERROR,
                        Optional.of(networkPolicies.get(scan.passed())),
                        new Why(scan, request, List::of));
            case NO ->
                new Refused(ReasonCode.NO_NETWORK_POLICY_MATCHED, Optional.empty(), new Why(scan, request, List::of));
        };
    }

    /** By the policy whose conditions hold. */
    private NetworkDecision decided(
            Scan scan, Evaluation request, DialInProperties dialIn, Set<AuthenticationMethod> overridingMethods) {
        NetworkPolicy policy = networkPolicies.get(scan.passed());
        CompiledConstraints asked = constraints.get(scan.passed()).overriddenBy(overridingMethods);
        Optional<ReasonCode> failed = asked.firstFailing(request).or(() -> refusal(policy, dialIn, request));
        Why why = new Why(scan, request, () -> {
            List<Step> steps = asked.steps(policy.name(), request);
            if (asked.firstFailing(request).isEmpty()) {
                steps.add(permission(policy, dialIn.permission()));
                if (mayConnect(policy, dialIn.permission()) && verifiesCaller(policy, dialIn)) {
                    steps.add(caller(policy, dialIn, request));
                }
            }
            return steps;
        });
        return failed.isEmpty() ? new Granted(policy, why) : new Refused(failed.get(), Optional.of(policy), why);
    }

    /** What comes after the constraints: the permission, and from where the account may dial in. */
    private static Optional<ReasonCode> refusal(NetworkPolicy policy, DialInProperties dialIn, Evaluation request) {
        if (!mayConnect(policy, dialIn.permission())) {
            return Optional.of(ReasonCode.DIAL_IN_PERMISSION_DENIED);
        }
        return verifiesCaller(policy, dialIn) && !isCaller(dialIn, request)
                ? Optional.of(ReasonCode.CALLING_STATION_ID)
                : Optional.empty();
    }

    private static boolean verifiesCaller(NetworkPolicy policy, DialInProperties dialIn) {
        return !policy.ignoreDialInProperties() && !dialIn.callerIds().isEmpty();
    }

    /** The whole Calling-Station-Id, whatever its case; a request without, or with one that cannot be read, is from nowhere. */
    private static boolean isCaller(DialInProperties dialIn, Evaluation request) {
        Facts.Values said = request.facts().attributes().values(CALLING_STATION_ID);
        return said.readable()
                && said.texts().stream()
                        .anyMatch(station ->
                                dialIn.callerIds().stream().anyMatch(allowed -> CaseFolding.same(allowed, station)));
    }

    private static Step caller(NetworkPolicy policy, DialInProperties dialIn, Evaluation request) {
        List<String> said =
                request.facts().attributes().values(CALLING_STATION_ID).texts();
        return new Step(
                policy.name(),
                "the account's caller IDs: " + dialIn.callerIds(),
                isCaller(dialIn, request),
                said.isEmpty() ? "the request has no " + CALLING_STATION_ID : String.join(", ", said));
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

        private final List<Constraint> all;

        private CompiledConstraints(List<Constraint> all) {
            this.all = all;
        }

        CompiledConstraints(NetworkPolicy policy) {
            this(new ArrayList<>());
            Constraints constraints = policy.constraints();
            if (policy.mayGrant() || !constraints.authenticationMethods().isEmpty()) {
                all.add(methods("authentication-methods", constraints.authenticationMethods()));
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

        /** The same with other methods, unless there are none, or this policy grants nothing whatever the method. */
        CompiledConstraints overriddenBy(Set<AuthenticationMethod> methods) {
            if (methods.isEmpty()
                    || all.isEmpty()
                    || all.getFirst().reason() != ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED) {
                return this;
            }
            List<Constraint> overridden = new ArrayList<>(all);
            overridden.set(0, methods("override-authentication-methods", methods));
            return new CompiledConstraints(overridden);
        }

        private static Constraint methods(String key, Set<AuthenticationMethod> allowed) {
            Condition methods = new Condition.OfMethod(allowed);
            String written = methods.values().stream().collect(joining(", ", key + ": [", "]"));
            return new Constraint(new Rule(methods, written), ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED);
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
