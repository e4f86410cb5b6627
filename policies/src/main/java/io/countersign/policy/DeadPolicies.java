package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the policies that never decide anything, or never let anybody in, as far as a look at the document tells. They may stand there on
 * purpose, so they are told and never refused.
 */
public final class DeadPolicies {
    /** Each is held against so many at most, the first of those before it. */
    private static final int MOST_POLICIES = 500;

    private final List<ClientDefinition> clients;
    private final KnownClients known;

    /** Whether some client meets these conditions: many policies say the same of clients. */
    private final Map<Conditions, Boolean> met = new HashMap<>();

    private final List<Finding> findings = new ArrayList<>();

    private DeadPolicies(List<ClientDefinition> clients) {
        this.clients = clients;
        this.known = new KnownClients(clients);
    }

    /**
     * One policy that is dead.
     *
     * @param policy what it is and its name, as a person reads it
     * @param what why it is dead; no full stop
     */
    public record Finding(String policy, String what, String fix, Location at) {
        /** With its place in a document. */
        public Problem problem() {
            return new Problem(at, policy + " " + what, fix);
        }

        /** Without its place. */
        @Override
        public String toString() {
            return policy + " " + what + "; " + fix;
        }
    }

    private record Listed(String kind, String name, boolean enabled, Conditions when, Location at) {}

    /**
     * All of a document, in its order.
     *
     * @param clients those that it is used for; nothing is said of clients if there are none
     */
    public static List<Finding> in(PolicyDocument document, List<ClientDefinition> clients) {
        DeadPolicies dead = new DeadPolicies(clients);
        dead.inOrder(Policy.inOrder(document.connectionRequestPolicies()).stream()
                .map(policy -> new Listed(
                        "connection request policy", policy.name(), policy.enabled(), policy.conditions(), policy.at()))
                .toList());
        dead.inOrder(Policy.inOrder(document.networkPolicies()).stream()
                .map(policy ->
                        new Listed("network policy", policy.name(), policy.enabled(), policy.conditions(), policy.at()))
                .toList());
        document.networkPolicies().stream().filter(NetworkPolicy::enabled).forEach(policy -> {
            dead.atOdds(policy);
            dead.withoutGateway(policy);
        });
        return List.copyOf(dead.findings);
    }

    /** The first that matches decides: one that is within another before it comes to nothing. */
    private void inOrder(List<Listed> policies) {
        Map<Listed, RequestSet> before = new LinkedHashMap<>();
        for (Listed policy : policies) {
            if (policy.enabled()) {
                RequestSet matched = RequestSet.of(policy.when(), known);
                if (isWithoutClient(policy)) {
                    withoutClient(policy);
                } else {
                    before.entrySet().stream()
                            .filter(earlier -> matched.isWithin(
                                    earlier.getValue(), asked -> known.allMeet(matched.clients(), asked)))
                            .findFirst()
                            .ifPresent(earlier -> behind(policy, earlier.getKey()));
                }
                if (before.size() < MOST_POLICIES) {
                    before.put(policy, matched);
                }
            }
        }
    }

    private boolean isWithoutClient(Listed policy) {
        return !clients.isEmpty() && !met.computeIfAbsent(policy.when().ofClients(), this::isMet);
    }

    private void behind(Listed policy, Listed earlier) {
        boolean alike = policy.when().equals(earlier.when());
        tell(
                policy,
                "never decides: " + earlier.name() + " stands before it and "
                        + (alike ? "has the same conditions" : "matches all that it could match"),
                "move it before " + earlier.name() + ", or take it away");
    }

    private void withoutClient(Listed policy) {
        String asked =
                policy.when().ofClients().all().stream().map(Condition::written).collect(joining(", "));
        tell(
                policy,
                "never decides: no client is as it asks (" + asked + ")",
                "countersign client list shows the clients; correct the condition, or take the policy away");
    }

    private boolean isMet(Conditions asked) {
        return clients.stream().anyMatch(asked::mayMatch);
    }

    /** A constraint that never holds where the condition about the same does. */
    private void atOdds(NetworkPolicy policy) {
        Constraints constraints = policy.constraints();
        for (Condition condition : policy.when().all()) {
            boolean times = condition instanceof Condition.At(var asked)
                    && constraints
                            .dayAndTime()
                            .filter(allowed -> !allowed.overlaps(asked))
                            .isPresent();
            boolean methods = condition instanceof Condition.OfMethod(var asked)
                    && !constraints.authenticationMethods().isEmpty()
                    && Collections.disjoint(asked, constraints.authenticationMethods());
            if (times || methods) {
                findings.add(new Finding(
                        "network policy " + policy.name(),
                        "lets nobody in: its constraints never hold where its condition " + condition.key() + " does",
                        "correct one of the two",
                        policy.at()));
            }
        }
    }

    /** Unlike other clients, an RD Gateway sends no credential, ever: it is that, or nobody gets in. */
    private void withoutGateway(NetworkPolicy policy) {
        boolean forGateways = policy.type() == NetworkAccessServerType.RD_GATEWAY
                || policy.when().all().stream()
                        .anyMatch(condition ->
                                condition instanceof Condition.OfClientType(var type) && type == ClientType.RD_GATEWAY);
        var methods = policy.constraints().authenticationMethods();
        if (forGateways && !methods.isEmpty() && !methods.contains(AuthenticationMethod.UNAUTHENTICATED)) {
            findings.add(new Finding(
                    "network policy " + policy.name(),
                    "lets no user of an RD Gateway in: a gateway sends no credential",
                    "write authentication-methods: [unauthenticated]",
                    policy.at()));
        }
    }

    private void tell(Listed policy, String what, String fix) {
        findings.add(new Finding(policy.kind() + " " + policy.name(), what, fix, policy.at()));
    }
}
