package io.countersign.policy.document;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.Located;
import io.countersign.policy.ReplyAttribute;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code reply:}. */
final class ReplyReader {
    /** What dictionaries can name; a key longer than 1,024 characters, quoted, would not be read again. */
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[!-~]{1,128}");

    private ReplyReader() {}

    /** The attributes in the order of the document; none without the key. */
    static List<ReplyAttribute> attributes(YamlMapping policy, YamlKey<YamlValue> key) {
        return key.in(policy)
                .flatMap(YamlValue::mapping)
                .map(ReplyReader::reply)
                .orElse(List.of());
    }

    private static List<ReplyAttribute> reply(YamlMapping reply) {
        List<ReplyAttribute> attributes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : reply.keys()) {
            if (!seen.add(CaseFolding.folded(name))) {
                reply.problem(name, "the attribute \"" + name + "\" stands twice", "write one list of values");
            }
            if (!ATTRIBUTE_NAME.matcher(name).matches()) {
                reply.problem(
                        name,
                        "a key of \"reply\" is not the name of an attribute",
                        "write a name of the dictionary, such as Filter-Id; names have no spaces");
            }
            List<Located<String>> values =
                    reply.value(name).flatMap(ConditionReader::anyOf).orElse(List.of());
            attributes.add(new ReplyAttribute(new Located<>(name, reply.at(name)), values));
        }
        return attributes;
    }
}
