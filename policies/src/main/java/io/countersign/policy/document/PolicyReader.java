package io.countersign.policy.document;

import io.countersign.policy.Conditions;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Located;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlDocument;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads policy documents. */
public final class PolicyReader {
    private static final List<String> AUTHENTICATIONS =
            List.of("here", "forward-to: GROUP", "accept-without-validation");

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
                YamlDocument.parse(source, text, own).map(new PolicyReader(own)::document);
        own.list().forEach(problem -> problems.add(problem.at(), problem.what(), problem.fix()));
        return own.isEmpty() ? document : Optional.empty();
    }

    private PolicyDocument document(YamlMapping mapping) {
        PolicyDocument document = new PolicyDocument(
                mapping.mappings("clients").map(new ClientReader(problems)::clients),
                mapping.mappings("remote-server-groups")
                        .map(new RemoteServerGroupReader(problems)::groups)
                        .orElse(List.of()),
                connectionRequestPolicies(mapping),
                networkPolicies(mapping));
        mapping.finish();
        return document;
    }

    private List<ConnectionRequestPolicy> connectionRequestPolicies(YamlMapping document) {
        List<YamlMapping> mappings = document.required("connection-request-policies")
                .map(YamlValue::mappings)
                .orElse(List.of());
        refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(this::connectionRequestPolicy).toList();
    }

    private ConnectionRequestPolicy connectionRequestPolicy(YamlMapping mapping) {
        ConnectionRequestPolicy policy = new ConnectionRequestPolicy(
                mapping.requiredText("name"),
                mapping.flag("enabled").orElse(true),
                mapping.text("description").orElse(""),
                conditions(mapping, false),
                authentication(mapping),
                mapping.value("accounting").flatMap(PolicyReader::forwardTo),
                mapping.locatedTexts("with").orElse(List.of()),
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
        Optional<YamlValue> value = mapping.required("authentication");
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
        List<YamlMapping> mappings =
                document.required("network-policies").map(YamlValue::mappings).orElse(List.of());
        refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(NetworkPolicyReader::policy).toList();
    }

    static Conditions conditions(YamlMapping policy, boolean userKnown) {
        return policy.required("when")
                .flatMap(YamlValue::mapping)
                .map(when -> ConditionReader.conditions(when, userKnown))
                .orElse(new Conditions(List.of()));
    }

    static void refuseDuplicateNames(List<YamlMapping> mappings, Problems problems) {
        Map<String, Located<String>> seen = new HashMap<>();
        for (YamlMapping mapping : mappings) {
            mapping.locatedText("name").ifPresent(name -> {
                Located<String> before = seen.putIfAbsent(name.value().toLowerCase(Locale.ROOT), name);
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
