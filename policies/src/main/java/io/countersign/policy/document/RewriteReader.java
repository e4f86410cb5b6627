package io.countersign.policy.document;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.AttributeManipulation;
import io.countersign.policy.AttributeManipulation.Target;
import io.countersign.policy.AttributeRewrite;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads rules that change texts, each with {@code find} and {@code replace}. */
final class RewriteReader {
    private RewriteReader() {}

    /** An {@code attribute-manipulation}. */
    static Optional<AttributeManipulation> manipulation(YamlMapping mapping) {
        Optional<Target> target = PolicyKeys.MANIPULATED.requiredIn(mapping).flatMap(RewriteReader::target);
        Optional<YamlValue> rules = PolicyKeys.RULES.requiredIn(mapping);
        List<AttributeRewrite> read = rules.map(RewriteReader::rewrites).orElse(List.of());
        rules.filter(value -> value.isList() && value.items().isEmpty())
                .ifPresent(value -> value.problem("there is no rule", "write at least one with find and replace"));
        mapping.finish();
        return target.map(attribute -> new AttributeManipulation(attribute, read));
    }

    private static Optional<Target> target(YamlValue value) {
        return value.text().flatMap(name -> {
            Optional<Target> target = Stream.of(Target.values())
                    .filter(known -> CaseFolding.same(known.attributeName(), name))
                    .findFirst();
            if (target.isEmpty()) {
                value.problem(
                        "\"" + name + "\" is not an attribute that can be changed",
                        "write one of "
                                + Stream.of(Target.values())
                                        .map(Target::attributeName)
                                        .collect(joining(", ")));
            }
            return target;
        });
    }

    /** All of a list. */
    static List<AttributeRewrite> rewrites(YamlValue list) {
        return list.mappings().stream().flatMap(rule -> rewrite(rule).stream()).toList();
    }

    private static Optional<AttributeRewrite> rewrite(YamlMapping mapping) {
        String find = mapping.requiredText("find");
        String replace = mapping.required("replace").flatMap(YamlValue::text).orElse("");
        mapping.finish();
        if (find.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AttributeRewrite(NpsPattern.of(find), replace));
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            int fix = message.indexOf("; ");
            mapping.problem("find", message.substring(0, fix), message.substring(fix + 2));
            return Optional.empty();
        }
    }
}
