package io.countersign.policy.document;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.PolicyEngine.ConnectionRequestDecision;
import io.countersign.policy.PolicyEngine.NetworkDecision;
import io.countersign.policy.Problems;
import io.countersign.policy.ReplyAttribute;
import io.countersign.policy.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Requests with what is expected of the policies, as a network engineer writes them in a {@code *.cases.txt} file.
 *
 * <pre>
 * # what stands before the first case holds for all of them
 * client: vpn-01
 *
 * case: a member with the right method
 * user: alice
 * groups: local\VPN Users, local\Staff
 * method: pap
 * at: Mon 10:00
 * NAS-Port-Type: 5 | Virtual
 * request-policy: VPN
 * decision: granted VPN users
 * reply: Class, Cisco-AVPair
 * </pre>
 *
 * <p>The request: {@code client} (a name in the document, whose type, address and vendor it takes), {@code client-type}, {@code
 * client-address}, {@code client-vendor}, {@code user}, {@code groups}, {@code machine-groups}, {@code dial-in} (allow, deny, absent),
 * {@code caller-ids} (from which alone the account may dial in), {@code method}, {@code at}
 * (day or date, and time), and attributes by name, several values or a number and its name separated by {@code |}. Expected: {@code
 * request-policy} (a name, or none), {@code decision} ({@code granted POLICY}, {@code refused CODE}, {@code refused CODE by POLICY} or {@code
 * forwarded GROUP}),
 * {@code reply} (names of the policy's reply attributes in order, or each with its value, {@code Filter-Id=staff, Class=vpn}; or none).
 */
public final class PolicyCases {
    private final List<PolicyCase> cases;

    PolicyCases(List<PolicyCase> cases) {
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads a file of cases.
     *
     * @throws io.countersign.policy.InvalidDocument with everything that is wrong in it; no case at all is wrong too
     */
    public static PolicyCases parse(String source, String text) {
        Problems problems = new Problems();
        List<PolicyCase> cases = new CaseReader(source, problems).read(text);
        problems.throwIfAny();
        return new PolicyCases(cases);
    }

    /**
     * What came of one case.
     *
     * @param failure what was expected and what came instead; empty if all is as expected
     * @param whys how it came about: for the connection request policies, then for the network policies where they were asked
     */
    public record Result(String name, Location at, Optional<String> failure, List<Why> whys) {
        /** Copies the list. */
        public Result {
            whys = List.copyOf(whys);
        }
    }

    /** The groups that cases name, each once, where it is first named. */
    public List<Located<String>> groups() {
        return cases.stream().flatMap(one -> one.groups().stream()).distinct().toList();
    }

    /** Evaluates every case. */
    public List<Result> run(PolicyDocument document) {
        PolicyEngine engine = new PolicyEngine(document);
        return cases.stream().map(one -> run(one, engine)).toList();
    }

    private static Result run(PolicyCase one, PolicyEngine engine) {
        Optional<PolicyCase.Client> client = one.client(engine.document());
        if (client.isEmpty()) {
            return new Result(
                    one.name(),
                    one.at(),
                    Optional.of("the document has no client of this name; add it, or say client-type: in the case"),
                    List.of());
        }
        ConnectionRequestDecision request = engine.connectionRequest(one.facts(client.get()));
        List<Why> whys = new ArrayList<>(List.of(request.why()));
        List<String> failures = new ArrayList<>();
        one.requestPolicy().ifPresent(expected -> compare("request-policy", expected, said(request), failures));
        Optional<String> forwarded = request.policy().flatMap(ConnectionRequestPolicy::forwardsTo);
        if (forwarded.isPresent()) {
            one.decision()
                    .ifPresent(expected -> compare("decision", expected, "forwarded " + forwarded.get(), failures));
            one.reply().ifPresent(expected -> compare("reply", expected, "none", failures));
            return result(one, failures, whys);
        }
        NetworkDecision network = request.policy()
                .map(policy -> engine.network(one.facts(client.get(), policy), policy.overridingMethods()))
                .orElseGet(() -> engine.network(one.facts(client.get()), Set.of()));
        one.decision().ifPresent(expected -> {
            whys.add(network.why());
            compare("decision", expected, said(network, expected), failures);
        });
        one.reply()
                .ifPresent(
                        expected -> compare("reply", expected, reply(network, request.policy(), expected), failures));
        return result(one, failures, whys);
    }

    private static Result result(PolicyCase one, List<String> failures, List<Why> whys) {
        Optional<String> failure = failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures));
        return new Result(one.name(), one.at(), failure, whys);
    }

    private static void compare(String key, String expected, String came, List<String> failures) {
        if (!expected.equals(came)) {
            failures.add(key + ": expected " + expected + ", came " + came);
        }
    }

    private static String said(ConnectionRequestDecision request) {
        return request.policy().map(policy -> policy.name()).orElse("none");
    }

    /** The refusing policy is named where one is expected. */
    private static String said(NetworkDecision network, String expected) {
        return switch (network) {
            case NetworkDecision.Granted(var policy, var _) -> "granted " + policy.name();
            case NetworkDecision.Refused(var reason, var policy, var _) -> {
                String refused = "refused " + reason.number();
                yield policy.isEmpty() || expected.equals(refused)
                        ? refused
                        : refused + " by " + policy.get().name();
            }
        };
    }

    /** Names alone where names alone are expected, else names and values: the network policy's, then the connection request policy's. */
    private static String reply(
            NetworkDecision network, Optional<ConnectionRequestPolicy> connection, String expected) {
        if (!(network instanceof NetworkDecision.Granted(var policy, var _))) {
            return "none";
        }
        boolean withValues = expected.indexOf('=') >= 0;
        List<String> attributes = Stream.concat(
                        policy.settings().attributes().stream(),
                        connection.stream().flatMap(behind -> behind.reply().stream()))
                .flatMap(attribute -> withValues
                        ? values(attribute)
                        : Stream.of(attribute.name().value()))
                .toList();
        return attributes.isEmpty() ? "none" : String.join(", ", attributes);
    }

    private static Stream<String> values(ReplyAttribute attribute) {
        return attribute.values().stream().map(value -> attribute.name().value() + "=" + value.value());
    }
}
