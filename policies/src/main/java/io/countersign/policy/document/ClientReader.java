package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.Problems;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code clients:}. */
final class ClientReader {
    static final Duration RD_GATEWAY_TIMEOUT = Duration.ofSeconds(60);
    static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(30);
    static final String STANDARD_VENDOR = "standard";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(file|env):([^{}]+)|sealed)\\}");
    private static final AddressRange NOWHERE = AddressRange.of(InetAddress.ofLiteral("0.0.0.0"));

    private final Problems problems;

    ClientReader(Problems problems) {
        this.problems = problems;
    }

    List<ClientDefinition> clients(List<YamlMapping> mappings) {
        PolicyReader.refuseMore(mappings, PolicyReader.MOST_CLIENTS, "clients", problems);
        PolicyReader.refuseDuplicateNames(mappings, problems);
        List<ClientDefinition> clients =
                mappings.stream().map(ClientReader::client).toList();
        refuseEqualRanges(clients, mappings);
        return clients;
    }

    private static ClientDefinition client(YamlMapping mapping) {
        ClientType type = PolicyKeys.TYPE.in(mapping).orElse(ClientType.STANDARD);
        Set<Unsafe> unsafe = Set.copyOf(PolicyKeys.UNSAFE.in(mapping).orElse(List.of()));
        ClientDefinition client = new ClientDefinition(
                mapping.requiredText(PolicyKeys.NAME.name()),
                PolicyKeys.ADDRESS.requiredIn(mapping).orElse(NOWHERE),
                PolicyKeys.SECRET
                        .requiredIn(mapping)
                        .flatMap(ClientReader::secret)
                        .orElseGet(SecretReference.Sealed::new),
                type,
                PolicyKeys.CLIENT_TIMEOUT.in(mapping).orElse(timeout(type)),
                PolicyKeys.VENDOR.in(mapping).orElse(STANDARD_VENDOR),
                PolicyKeys.CHALLENGE.in(mapping).orElse(false),
                PolicyKeys.MESSAGE_AUTHENTICATOR.in(mapping).orElse(MessageAuthenticatorRule.REQUIRE),
                PolicyKeys.LIMIT_PROXY_STATE.in(mapping).orElse(limitsProxyState(unsafe)),
                PolicyKeys.STATUS_SERVER.in(mapping).orElse(StatusServerRule.ALWAYS),
                PolicyKeys.SHOW_REFERENCE.in(mapping).orElse(type.showsReplyMessage()),
                unsafe,
                mapping.at());
        mapping.finish();
        refuseWhatCannotWork(client, mapping);
        refuseUnsigned(client, mapping);
        refuseUnsignedProxyState(client, mapping);
        return client;
    }

    /** What is meant if a definition does not say: an RD Gateway's own NPS adds Proxy-State to everything. */
    static boolean limitsProxyState(Set<Unsafe> unsafe) {
        return !unsafe.contains(Unsafe.UNSIGNED_REQUESTS);
    }

    /** How long a client waits if its definition does not say. */
    static Duration timeout(ClientType type) {
        return type == ClientType.RD_GATEWAY ? RD_GATEWAY_TIMEOUT : STANDARD_TIMEOUT;
    }

    private static void refuseWhatCannotWork(ClientDefinition client, YamlMapping mapping) {
        if (client.challenge() && client.type() == ClientType.RD_GATEWAY) {
            mapping.problem("challenge", "an RD Gateway cannot show a challenge", "remove the line");
        }
        if (client.messageAuthenticator() == MessageAuthenticatorRule.LEARN) {
            refuseLearning(client, mapping);
        }
    }

    private static void refuseLearning(ClientDefinition client, YamlMapping mapping) {
        if (client.type() == ClientType.RD_GATEWAY) {
            mapping.problem(
                    "message-authenticator",
                    "an RD Gateway is never believed unsigned, so that there is nothing to learn",
                    "use require");
        }
        if (!client.address().isSingle()) {
            mapping.problem(
                    "message-authenticator",
                    "\"learn\" is for a single address, not for " + client.address()
                            + ": one that signs says nothing of the others",
                    "write one client for each that may not sign yet, or use require");
        }
    }

    private static void refuseUnsigned(ClientDefinition client, YamlMapping mapping) {
        boolean rdGateway = client.type() == ClientType.RD_GATEWAY;
        boolean accepts = client.messageAuthenticator() == MessageAuthenticatorRule.ACCEPT;
        boolean unsafe = client.unsafe().contains(Unsafe.UNSIGNED_REQUESTS);
        if (rdGateway && accepts && !unsafe) {
            mapping.problem(
                    "message-authenticator",
                    "anyone who can forge the sender's address could ask in the name of an RD Gateway that does not sign",
                    "use require, or add unsafe: [unsigned-requests] if this gateway really cannot sign");
        }
        if (unsafe && !rdGateway) {
            mapping.problem(
                    "unsafe", "\"unsigned-requests\" is for an RD Gateway only", "remove it, or add type: rd-gateway");
        }
        if (unsafe && !client.address().isSingle()) {
            mapping.problem(
                    "unsafe",
                    "\"unsigned-requests\" is for a single address, not for " + client.address(),
                    "write one client for each gateway that cannot sign");
        }
        if (unsafe && rdGateway && !accepts) {
            mapping.problem(
                    "unsafe",
                    "\"unsigned-requests\" does nothing while signed requests are required",
                    "remove it, or add message-authenticator: accept");
        }
    }

    private static void refuseUnsignedProxyState(ClientDefinition client, YamlMapping mapping) {
        boolean mayBeUnsigned = client.messageAuthenticator() != MessageAuthenticatorRule.REQUIRE;
        boolean allowed = client.unsafe().contains(Unsafe.UNSIGNED_PROXY_STATE)
                || client.unsafe().contains(Unsafe.UNSIGNED_REQUESTS);
        if (mayBeUnsigned && !client.limitProxyState() && !allowed) {
            mapping.problem(
                    "limit-proxy-state",
                    "requests with Proxy-State and without signature are what a forger of replies sends (CVE-2024-3596)",
                    "remove the line, or use message-authenticator: require, or add unsafe: [unsigned-proxy-state]");
        }
        if (client.unsafe().contains(Unsafe.UNSIGNED_PROXY_STATE) && (!mayBeUnsigned || client.limitProxyState())) {
            mapping.problem(
                    "unsafe",
                    "\"unsigned-proxy-state\" does nothing unless limit-proxy-state is false and message-authenticator not require",
                    "remove it, or add the two");
        }
    }

    static Optional<SecretReference> secret(YamlValue value) {
        return value.text().flatMap(text -> {
            Matcher reference = REFERENCE.matcher(text);
            if (!reference.matches()) {
                value.problem(
                        "\"secret\" is not a reference", // the text may be the secret: it is not repeated
                        "put the secret into a file of its own and write ${file:PATH}, or ${env:NAME}, or ${sealed} to keep the"
                                + " stored one");
                return Optional.empty();
            }
            return Optional.of(
                    switch (String.valueOf(reference.group(1))) {
                        case "file" -> new SecretReference.FromFile(reference.group(2), value.at());
                        case "env" -> new SecretReference.FromEnvironment(reference.group(2), value.at());
                        default -> new SecretReference.Sealed();
                    });
        });
    }

    /** Ranges hold one another or share nothing; the longest match wins, so that only equal ones are ambiguous. */
    private void refuseEqualRanges(List<ClientDefinition> clients, List<YamlMapping> mappings) {
        Map<AddressRange, Location> seen = new HashMap<>();
        for (int i = 0; i < clients.size(); i++) {
            AddressRange range = clients.get(i).address();
            Location at = mappings.get(i).at("address");
            Location before = range.equals(NOWHERE) ? null : seen.putIfAbsent(range, at);
            if (before != null) {
                problems.add(
                        at,
                        "the address " + range + " belongs to the client in line " + before.line() + " too",
                        "give each client its own address or range");
            }
        }
    }
}
