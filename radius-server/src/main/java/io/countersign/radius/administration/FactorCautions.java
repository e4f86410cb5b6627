package io.countersign.radius.administration;

import io.countersign.policy.Located;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.radius.plugins.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the second factors that a document names would have an administrator know. */
final class FactorCautions {
    private FactorCautions() {}

    /** Each factor's once, where the document first names it. A plugin that fails to say has nothing to say. */
    static List<String> of(PolicyDocument document, Map<String, Provider> providers) {
        var first = new LinkedHashMap<String, Located<String>>();
        document.networkPolicies().stream()
                .filter(NetworkPolicy::enabled)
                .flatMap(policy -> policy.mfa().anyOf().stream())
                .flatMap(anyOf -> anyOf.providers().stream())
                .forEach(named -> first.putIfAbsent(named.value(), named));
        return first.values().stream()
                .flatMap(named -> Optional.ofNullable(providers.get(named.value())).stream()
                        .flatMap(provider -> said(provider).stream())
                        .map(caution -> named.at() + ": second factor " + named.value() + ": " + caution))
                .toList();
    }

    private static List<String> said(Provider provider) {
        try {
            return List.copyOf(provider.plugin().cautions());
        } catch (RuntimeException | LinkageError failed) {
            return List.of();
        }
    }
}
