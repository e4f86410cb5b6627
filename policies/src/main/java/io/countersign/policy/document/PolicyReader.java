package io.countersign.policy.document;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.Conditions;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlDocument;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads policy documents. */
public final class PolicyReader {
    private static final List<String> AUTHENTICATIONS =
            List.of("here", "forward-to: GROUP", "accept-without-validation");

    /** The most clients of a document. */
    public static final int MOST_CLIENTS = 100_000;

    /** The most connection request policies, and the most network policies. */
    public static final int MOST_POLICIES = 20_000;

    /** The longest document that is read. */
    static final int MOST_MEBIBYTES = 64;

    /**
     * The most characters of the clients, and of all the rest, once they are written in their canonical form: the store keeps the two apart,
     * and whatever it keeps must be read again, also both as one document.
     */
    static final int MOST_WRITTEN = (MOST_MEBIBYTES / 2) << 20;

    /** What is written is never so many times longer than what was read: a character of a text can become ten, a short key takes a line. */
    static final int MOST_GROWTH = 32;

    /** The lists whose items have names. */
    private static final List<String> NAMED =
            List.of("clients", "remote-server-groups", "connection-request-policies", "network-policies");

    private final Problems problems;

    private PolicyReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads a document.
     *
     * @param source what the administrator calls the document, such as {@code policies.yaml}
     * @throws io.countersign.policy.InvalidDocument with everything that is wrong in it
     */
    public static PolicyDocument read(String source, String text) {
        Problems problems = new Problems();
        Optional<PolicyDocument> document = read(source, text, problems);
        problems.throwIfAny();
        return document.orElseThrow(() -> new IllegalStateException("neither a document nor a problem"));
    }

    /** Reads a document; empty, with the problems added, if there are any. */
    public static Optional<PolicyDocument> read(String source, String text, Problems problems) {
        Problems own = new Problems();
        Optional<PolicyDocument> document =
                YamlDocument.parse(source, text, MOST_MEBIBYTES, own).map(new PolicyReader(own)::document);
        if (own.isEmpty() && text.length() > MOST_WRITTEN / MOST_GROWTH) {
            document.ifPresent(read -> refuseWhatCouldNotBeReadAgain(source, read, own));
        }
        own.list().forEach(problem -> problems.add(problem.at(), problem.what(), problem.fix()));
        return own.isEmpty() ? document : Optional.empty();
    }

    /**
     * The names of clients, policies, server groups and their servers that stand twice in a document, whatever else may be wrong with it: what
     * an older program took for two names may be one by now.
     */
    public static List<Problem> sameNames(String source, String text) {
        Problems same = new Problems();
        YamlDocument.parse(source, text, MOST_MEBIBYTES, new Problems()).ifPresent(document -> {
            for (String list : NAMED) {
                List<YamlMapping> named = document.mappings(list).orElse(List.of());
                refuseDuplicateNames(named, same);
                named.forEach(
                        group -> group.mappings("servers").ifPresent(servers -> refuseDuplicateNames(servers, same)));
            }
        });
        return same.list();
    }

    private static void refuseWhatCouldNotBeReadAgain(String source, PolicyDocument document, Problems problems) {
        int policies = PolicyWriter.writePolicies(document).length();
        int clients = PolicyWriter.write(document).length() - policies;
        if (Math.max(policies, clients) > MOST_WRITTEN) {
            problems.add(
                    new Location(source, 1, 1),
                    (policies > clients ? "the policies" : "the clients") + " are longer than " + MOST_MEBIBYTES / 2
                            + " MiB as the store keeps them",
                    "remove what is not needed");
        }
    }

    private PolicyDocument document(YamlMapping mapping) {
        if (mapping.names().contains("listen")) {
            mapping.problem(
                    "listen",
                    "these are the settings of a node, not a policy document",
                    "name the document that has network-policies:");
            return new PolicyDocument(Optional.empty(), List.of(), List.of(), List.of());
        }
        PolicyDocument document = new PolicyDocument(
                PolicyKeys.CLIENTS.in(mapping).map(YamlValue::mappings).map(new ClientReader(problems)::clients),
                PolicyKeys.REMOTE_SERVER_GROUPS
                        .in(mapping)
                        .map(YamlValue::mappings)
                        .map(new RemoteServerGroupReader(problems)::groups)
                        .orElse(List.of()),
                connectionRequestPolicies(mapping),
                networkPolicies(mapping));
        mapping.finish();
        return document;
    }

    private List<ConnectionRequestPolicy> connectionRequestPolicies(YamlMapping document) {
        List<YamlMapping> mappings = PolicyKeys.CONNECTION_REQUEST_POLICIES
                .requiredIn(document)
                .map(YamlValue::mappings)
                .orElse(List.of());
        refuseMore(mappings, MOST_POLICIES, "connection request policies", problems);
        refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(this::connectionRequestPolicy).toList();
    }

    private ConnectionRequestPolicy connectionRequestPolicy(YamlMapping mapping) {
        ConnectionRequestPolicy policy = new ConnectionRequestPolicy(
                mapping.requiredText(PolicyKeys.NAME.name()),
                PolicyKeys.ENABLED.in(mapping).orElse(true),
                PolicyKeys.DESCRIPTION.in(mapping).orElse(""),
                PolicyKeys.SERVER_TYPE.in(mapping).orElse(NetworkAccessServerType.UNSPECIFIED),
                conditions(mapping, false),
                authentication(mapping),
                PolicyKeys.ACCOUNTING.in(mapping).flatMap(PolicyReader::forwardTo),
                PolicyKeys.WITH.in(mapping).map(YamlValue::locatedTexts).orElse(List.of()),
                PolicyKeys.OVERRIDE_AUTHENTICATION_METHODS
                        .in(mapping)
                        .flatMap(ConditionReader::methods)
                        .orElse(Set.of()),
                PolicyKeys.ATTRIBUTE_MANIPULATION
                        .in(mapping)
                        .flatMap(YamlValue::mapping)
                        .flatMap(RewriteReader::manipulation),
                ReplyReader.attributes(mapping, PolicyKeys.CONNECTION_REPLY),
                mapping.at());
        boolean forwards = policy.forwardsTo().isPresent();
        if (policy.with().isEmpty() && !forwards) {
            mapping.problem(
                    "with",
                    "\"with\" names no directory, so nobody could be found",
                    "name the directories in the order of search, such as with: [local]");
        }
        if (!policy.with().isEmpty() && forwards) {
            mapping.problem("with", "\"with\" does nothing where requests are forwarded", "remove the line");
        }
        if (!policy.overridingMethods().isEmpty() && forwards) {
            mapping.problem(
                    "override-authentication-methods",
                    "the remote server decides on authentication methods where requests are forwarded",
                    "remove the line");
        }
        mapping.finish();
        return policy;
    }

    private static Optional<Located<String>> forwardTo(YamlValue value) {
        return value.mapping().flatMap(forward -> {
            forward.requiredText("forward-to");
            forward.finish();
            return forward.locatedText("forward-to");
        });
    }

    private static Authentication authentication(YamlMapping mapping) {
        Optional<YamlValue> value = PolicyKeys.AUTHENTICATION.requiredIn(mapping);
        if (value.isEmpty()) {
            return new Authentication.Here();
        }
        if (value.get().isMapping()) {
            return forwardTo(value.get())
                    .<Authentication>map(Authentication.ForwardTo::new)
                    .orElseGet(Authentication.Here::new);
        }
        return switch (value.get().text().orElse("here")) {
            case "here" -> new Authentication.Here();
            case "accept-without-validation" -> new Authentication.AcceptWithoutValidation();
            case String other -> {
                value.get()
                        .problem(
                                "\"authentication\" is \"" + other + "\", which is not known",
                                "write one of " + String.join(", ", AUTHENTICATIONS));
                yield new Authentication.Here();
            }
        };
    }

    private List<NetworkPolicy> networkPolicies(YamlMapping document) {
        List<YamlMapping> mappings = PolicyKeys.NETWORK_POLICIES
                .requiredIn(document)
                .map(YamlValue::mappings)
                .orElse(List.of());
        refuseMore(mappings, MOST_POLICIES, "network policies", problems);
        refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(NetworkPolicyReader::policy).toList();
    }

    static Conditions conditions(YamlMapping policy, boolean userKnown) {
        return PolicyKeys.WHEN
                .requiredIn(policy)
                .flatMap(YamlValue::mapping)
                .map(when -> ConditionReader.conditions(when, userKnown))
                .orElse(new Conditions(List.of()));
    }

    static void refuseMore(List<YamlMapping> mappings, int most, String what, Problems problems) {
        if (mappings.size() > most) {
            problems.add(
                    mappings.get(most).at(),
                    "there are " + mappings.size() + " " + what + ", more than " + most,
                    "combine those that differ in little, or remove what is not needed");
        }
    }

    static void refuseDuplicateNames(List<YamlMapping> mappings, Problems problems) {
        Map<String, Located<String>> seen = new HashMap<>();
        for (YamlMapping mapping : mappings) {
            mapping.locatedText("name").ifPresent(name -> {
                Located<String> before = seen.putIfAbsent(CaseFolding.folded(name.value()), name);
                if (before != null) {
                    problems.add(
                            name.at(),
                            "the name \"" + name.value() + "\" stands twice",
                            "choose another than in line " + before.at().line()
                                    + "; upper and lower case do not differ");
                }
            });
        }
    }
}
