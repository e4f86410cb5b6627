package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.Problems;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.SecretReference;
import io.countersign.policy.yaml.YamlKey;
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
                mapping.requiredText(PolicyKeys.NAME.name()),
                servers(mapping),
                PolicyKeys.UNSIGNED_REPLIES.in(mapping).orElse(false),
                PolicyKeys.USER_NAME.in(mapping).map(RewriteReader::rewrites).orElse(List.of()),
                rules(mapping, PolicyKeys.REQUEST),
                rules(mapping, PolicyKeys.GROUP_REPLY),
                mapping.at());
        mapping.finish();
        return group;
    }

    private List<RemoteServer> servers(YamlMapping group) {
        List<YamlMapping> mappings =
                PolicyKeys.SERVERS.requiredIn(group).map(YamlValue::mappings).orElse(List.of());
        if (group.has("servers") && mappings.isEmpty()) {
            group.problem("servers", "\"servers\" names no server", "write at least one with name, address and secret");
        }
        PolicyReader.refuseDuplicateNames(mappings, problems);
        return mappings.stream().map(RemoteServerGroupReader::server).toList();
    }

    private static RemoteServer server(YamlMapping mapping) {
        RemoteServer server = new RemoteServer(
                mapping.requiredText(PolicyKeys.NAME.name()),
                address(mapping),
                PolicyKeys.AUTHENTICATION_PORT.in(mapping).orElse(AUTHENTICATION_PORT),
                PolicyKeys.ACCOUNTING_PORT.in(mapping).orElse(ACCOUNTING_PORT),
                PolicyKeys.SECRET
                        .requiredIn(mapping)
                        .flatMap(ClientReader::secret)
                        .orElseGet(SecretReference.Sealed::new),
                PolicyKeys.PRIORITY.in(mapping).orElse(PRIORITY),
                PolicyKeys.WEIGHT.in(mapping).orElse(WEIGHT),
                PolicyKeys.SERVER_TIMEOUT.in(mapping).orElse(TIMEOUT),
                PolicyKeys.MAXIMUM_LOST_PACKETS.in(mapping).orElse(MAXIMUM_LOST_PACKETS),
                PolicyKeys.BLACKOUT_INTERVAL.in(mapping).orElse(BLACKOUT_INTERVAL),
                PolicyKeys.ANSWERS_STATUS_SERVER.in(mapping).orElse(false),
                mapping.at());
        mapping.finish();
        return server;
    }

    private static InetAddress address(YamlMapping mapping) {
        Optional<AddressRange> range = PolicyKeys.SERVER_ADDRESS.requiredIn(mapping);
        if (range.isPresent() && !range.get().isSingle()) {
            mapping.problem("address", "a server has one address, not a range", "write one such as 192.0.2.20");
        }
        return range.map(AddressRange::network).orElse(NOWHERE);
    }

    private static AttributeRules rules(YamlMapping group, YamlKey<YamlValue> key) {
        Optional<YamlMapping> mapping = key.in(group).flatMap(YamlValue::mapping);
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
