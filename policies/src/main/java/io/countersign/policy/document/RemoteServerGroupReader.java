package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.Problems;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.SecretReference;
import io.countersign.policy.UserNameRewrite;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code remote-server-groups:}. */
final class RemoteServerGroupReader {
    static final int AUTHENTICATION_PORT = 1812;
    static final int ACCOUNTING_PORT = 1813;
    static final int PRIORITY = 1;
    static final int WEIGHT = 50;
    static final Duration TIMEOUT = Duration.ofSeconds(3);
    static final int MAXIMUM_LOST_PACKETS = 5;
    static final Duration BLACKOUT_INTERVAL = Duration.ofSeconds(30);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");

    private final Problems problems;

    RemoteServerGroupReader(Problems problems) {
        this.problems = problems;
    }

    List<RemoteServerGroup> groups(List<YamlMapping> mappings) {
        PolicyReader.refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(this::group).toList();
    }

    private RemoteServerGroup group(YamlMapping mapping) {
        RemoteServerGroup group = new RemoteServerGroup(
                mapping.requiredText("name"),
                servers(mapping),
                mapping.flag("unsigned-replies").orElse(false),
                mapping.mappings("user-name").orElse(List.of()).stream()
                        .flatMap(rewrite -> rewrite(rewrite).stream())
                        .toList(),
                rules(mapping, "request"),
                rules(mapping, "reply"),
                mapping.at());
        mapping.finish();
        return group;
    }

    private List<RemoteServer> servers(YamlMapping group) {
        List<YamlMapping> mappings =
                group.required("servers").map(YamlValue::mappings).orElse(List.of());
        if (group.has("servers") && mappings.isEmpty()) {
            group.problem("servers", "\"servers\" names no server", "write at least one with name, address and secret");
        }
        PolicyReader.refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(RemoteServerGroupReader::server).toList();
    }

    private static RemoteServer server(YamlMapping mapping) {
        RemoteServer server = new RemoteServer(
                mapping.requiredText("name"),
                address(mapping),
                number(mapping, "authentication-port", 1, 65_535, AUTHENTICATION_PORT),
                number(mapping, "accounting-port", 1, 65_535, ACCOUNTING_PORT),
                mapping.required("secret").flatMap(ClientReader::secret).orElseGet(SecretReference.Sealed::new),
                number(mapping, "priority", 1, 65_535, PRIORITY),
                number(mapping, "weight", 1, 100, WEIGHT),
                mapping.duration("timeout", SECOND, Duration.ofMinutes(5)).orElse(TIMEOUT),
                number(mapping, "maximum-lost-packets", 1, 1000, MAXIMUM_LOST_PACKETS),
                mapping.duration("blackout-interval", SECOND, Duration.ofHours(1))
                        .orElse(BLACKOUT_INTERVAL),
                mapping.flag("status-server").orElse(false),
                mapping.at());
        mapping.finish();
        return server;
    }

    private static InetAddress address(YamlMapping mapping) {
        Optional<AddressRange> range = mapping.required("address").flatMap(_ -> mapping.addressRange("address"));
        if (range.isPresent() && !range.get().isSingle()) {
            mapping.problem("address", "a server has one address, not a range", "write one such as 192.0.2.20");
        }
        return range.map(AddressRange::network).orElse(NOWHERE);
    }

    private static int number(YamlMapping mapping, String key, int least, int most, int otherwise) {
        return mapping.number(key, least, most).map(Long::intValue).orElse(otherwise);
    }

    private static Optional<UserNameRewrite> rewrite(YamlMapping mapping) {
        String find = mapping.requiredText("find");
        String replace = mapping.required("replace").flatMap(YamlValue::text).orElse("");
        mapping.finish();
        if (find.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UserNameRewrite(NpsPattern.of(find), replace));
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            int fix = message.indexOf("; ");
            mapping.problem("find", message.substring(0, fix), message.substring(fix + 2));
            return Optional.empty();
        }
    }

    private static AttributeRules rules(YamlMapping group, String key) {
        Optional<YamlMapping> mapping = group.mapping(key);
        if (mapping.isEmpty()) {
            return AttributeRules.NONE;
        }
        AttributeRules rules = new AttributeRules(
                mapping.get().locatedTexts("allow").orElse(List.of()),
                mapping.get().locatedTexts("remove").orElse(List.of()));
        mapping.get().finish();
        return rules;
    }
}
