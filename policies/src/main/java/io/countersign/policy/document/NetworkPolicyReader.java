package io.countersign.policy.document;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Constraints;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.DeviceRedirection.Device;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.ReplySettings;
import io.countersign.policy.ReplySettings.Encryption;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one of {@code network-policies:}. */
final class NetworkPolicyReader {
    private final YamlMapping mapping;

    private NetworkPolicyReader(YamlMapping mapping) {
        this.mapping = mapping;
    }

    static NetworkPolicy policy(YamlMapping mapping) {
        return new NetworkPolicyReader(mapping).policy();
    }

    private NetworkPolicy policy() {
        Access access = PolicyKeys.ACCESS.requiredIn(mapping).orElse(Access.DENY);
        NetworkPolicy policy = new NetworkPolicy(
                mapping.requiredText(PolicyKeys.NAME.name()),
                PolicyKeys.ENABLED.in(mapping).orElse(true),
                PolicyKeys.DESCRIPTION.in(mapping).orElse(""),
                PolicyKeys.SERVER_TYPE.in(mapping).orElse(NetworkAccessServerType.UNSPECIFIED),
                PolicyReader.conditions(mapping, true),
                constraints(),
                access,
                PolicyKeys.IGNORE_DIAL_IN_PROPERTIES.in(mapping).orElse(false),
                PolicyKeys.ACCOUNT_MAY_GRANT.in(mapping).orElse(false),
                PolicyKeys.MFA
                        .in(mapping)
                        .map(SecondFactorReader::secondFactor)
                        .orElseGet(SecondFactor.NotReached::new),
                settings(),
                mapping.at());
        refuseOmissions(policy);
        mapping.finish();
        return policy;
    }

    private ReplySettings settings() {
        return new ReplySettings(
                ReplyReader.attributes(mapping, PolicyKeys.REPLY),
                PolicyKeys.REQUIRED_REPLY
                        .in(mapping)
                        .flatMap(ConditionReader::anyOf)
                        .orElse(List.of()),
                PolicyKeys.ENCRYPTION
                        .in(mapping)
                        .flatMap(value -> ConditionReader.words(value, Encryption.class))
                        .orElse(Set.of()),
                PolicyKeys.RD_GATEWAY
                        .in(mapping)
                        .flatMap(YamlValue::mapping)
                        .map(NetworkPolicyReader::deviceRedirection)
                        .orElseGet(DeviceRedirection.Unsaid::new));
    }

    /** What could let someone in although nobody has said so. One that is disabled need not say it before it is enabled. */
    private void refuseOmissions(NetworkPolicy policy) {
        if (policy.accountMayGrant() && policy.ignoreDialInProperties()) {
            mapping.problem(
                    "account-may-grant",
                    "the account cannot grant where its dial-in properties are ignored",
                    "remove account-may-grant or ignore-dial-in-properties");
        }
        if (!policy.enabled() || !policy.mayGrant()) {
            return;
        }
        String grants = policy.access() == Access.GRANT ? "a granting policy" : "a policy with account-may-grant";
        Set<AuthenticationMethod> methods = policy.constraints().authenticationMethods();
        if (!mapping.has("mfa")) {
            boolean unauthenticated = methods.contains(AuthenticationMethod.UNAUTHENTICATED);
            mapping.problem(
                    "mfa",
                    grants + " says nothing of mfa" + (unauthenticated ? ", and allows unauthenticated" : ""),
                    "add mfa: with any-of: [PROVIDER], or mfa: none to let users in without a second factor");
        }
        boolean methodsSaid = mapping.mapping("constraints")
                .map(constraints -> constraints.has("authentication-methods"))
                .orElse(false);
        if (!methodsSaid) {
            mapping.problem(
                    "constraints",
                    grants + " names no authentication methods",
                    "add constraints: with authentication-methods: [pap], or [unauthenticated] for an RD Gateway");
        }
    }

    private Constraints constraints() {
        Optional<YamlMapping> constraints = PolicyKeys.CONSTRAINTS.in(mapping).flatMap(YamlValue::mapping);
        Constraints read = new Constraints(
                constraints
                        .flatMap(PolicyKeys.AUTHENTICATION_METHODS::in)
                        .flatMap(ConditionReader::methods)
                        .orElse(Set.of()),
                constraints.flatMap(PolicyKeys.ALLOWED_TIMES::in).flatMap(ConditionReader::dayAndTime),
                constraints.flatMap(PolicyKeys.CALLED_STATION_ID::in).flatMap(value -> value.parsed(NpsPattern::of)),
                constraints
                        .flatMap(PolicyKeys.NAS_PORT_TYPE::in)
                        .flatMap(ConditionReader::anyOf)
                        .orElse(List.of()),
                constraints.flatMap(c -> seconds(c, PolicyKeys.SESSION_TIMEOUT)),
                constraints.flatMap(c -> seconds(c, PolicyKeys.IDLE_TIMEOUT)));
        constraints.ifPresent(YamlMapping::finish);
        return read;
    }

    private static Optional<Duration> seconds(YamlMapping constraints, YamlKey<Duration> key) {
        Optional<Duration> duration = key.in(constraints);
        if (duration.isPresent() && duration.get().toMillis() % 1000 != 0) {
            constraints.problem(
                    key.name(), "\"" + key + "\" is not in whole seconds", "write one such as 90s, 30m or 12h");
        }
        return duration;
    }

    private static DeviceRedirection deviceRedirection(YamlMapping rdGateway) {
        DeviceRedirection redirection = PolicyKeys.DISABLE
                .requiredIn(rdGateway)
                .map(NetworkPolicyReader::disabled)
                .orElseGet(DeviceRedirection.Unsaid::new);
        rdGateway.finish();
        return redirection;
    }

    private static DeviceRedirection disabled(YamlValue value) {
        if (value.isList()) {
            List<Device> devices = value.words(Device.class);
            return new DeviceRedirection.Disable(devices.isEmpty() ? Set.of() : EnumSet.copyOf(devices));
        }
        return switch (value.text().orElse("none")) {
            case "all" -> new DeviceRedirection.DisableAll();
            case "none" -> new DeviceRedirection.Disable(Set.of());
            default -> {
                value.problem(
                        "\"disable\" is neither all, none nor a list",
                        "write all, none, or a list such as [drives, printers, serial-ports, clipboard, plug-and-play]");
                yield new DeviceRedirection.Unsaid();
            }
        };
    }
}
