package io.countersign.policy.document;

import io.countersign.policy.AddressText;
import io.countersign.policy.AttributeRewrite;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Condition;
import io.countersign.policy.Conditions;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Constraints;
import io.countersign.policy.DayAndTime;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.Located;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.Policy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.ReplyAttribute;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Words;
import io.countersign.policy.yaml.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes policy documents in one canonical form: what {@link PolicyReader} reads from the text equals what was written, apart from its
 * places. Defaults are left out. No text ever holds a secret: every client's is {@code ${sealed}}.
 */
public final class PolicyWriter {
    private final Lines out;

    private PolicyWriter(Lines out) {
        this.out = out;
    }

    /** The whole document, with the clients if it has any. */
    public static String write(PolicyDocument document) {
        YamlLines yaml = new YamlLines();
        PolicyWriter writer = new PolicyWriter(yaml);
        document.clients().ifPresent(writer::clients);
        writer.policies(document);
        return yaml.toString();
    }

    /** The policies alone, as revisions keep them. */
    public static String writePolicies(PolicyDocument document) {
        YamlLines yaml = new YamlLines();
        new PolicyWriter(yaml).policies(document);
        return yaml.toString();
    }

    /** Clients, groups and policies as items of their lists, each kind below a comment that names the list. By itself this is no document. */
    public static String writeItems(PolicyDocument document) {
        return items("clients", document.clients().orElse(List.of()), writer -> writer::client)
                + items("remote-server-groups", document.remoteServerGroups(), writer -> writer::remoteServerGroup)
                + items(
                        "connection-request-policies",
                        document.connectionRequestPolicies(),
                        writer -> writer::connectionRequestPolicy)
                + items("network-policies", document.networkPolicies(), writer -> writer::networkPolicy);
    }

    private static <T> String items(String list, List<T> policies, Function<PolicyWriter, Consumer<T>> written) {
        YamlLines yaml = new YamlLines();
        yaml.list("# " + list, policies, written.apply(new PolicyWriter(yaml)));
        return policies.isEmpty() ? "" : yaml.toString();
    }

    /** What {@link #write} would write of a client: each key with its path, such as {@code message-authenticator}, and its values. */
    public static Map<String, List<String>> keys(ClientDefinition client) {
        return keys(writer -> writer.client(client));
    }

    /** The same of a group; a server's keys are below its name, such as {@code servers.partner-01.timeout}. */
    public static Map<String, List<String>> keys(RemoteServerGroup group) {
        return keys(writer -> writer.remoteServerGroup(group));
    }

    /** The same of a policy. */
    public static Map<String, List<String>> keys(ConnectionRequestPolicy policy) {
        return keys(writer -> writer.connectionRequestPolicy(policy));
    }

    /** The same of a policy, such as {@code constraints.day-and-time}. */
    public static Map<String, List<String>> keys(NetworkPolicy policy) {
        return keys(writer -> writer.networkPolicy(policy));
    }

    private static Map<String, List<String>> keys(Consumer<PolicyWriter> written) {
        WrittenKeys keys = new WrittenKeys();
        written.accept(new PolicyWriter(keys));
        return keys.all();
    }

    private void policies(PolicyDocument document) {
        if (!document.remoteServerGroups().isEmpty()) {
            out.list("remote-server-groups", document.remoteServerGroups(), this::remoteServerGroup);
        }
        out.list("connection-request-policies", document.connectionRequestPolicies(), this::connectionRequestPolicy);
        out.list("network-policies", document.networkPolicies(), this::networkPolicy);
    }

    private void clients(List<ClientDefinition> clients) {
        out.list("clients", clients, this::client);
    }

    private void client(ClientDefinition client) {
        out.text("name", client.name());
        out.text("address", client.address().toString());
        out.plain("secret", "${sealed}");
        if (client.type() != ClientType.STANDARD) {
            out.plain("type", Words.of(client.type()));
        }
        if (!client.timeout().equals(ClientReader.timeout(client.type()))) {
            out.plain("timeout", YamlValue.written(client.timeout()));
        }
        if (!client.vendor().equals(ClientReader.STANDARD_VENDOR)) {
            out.text("vendor", client.vendor());
        }
        flag("challenge", client.challenge());
        if (client.messageAuthenticator() != MessageAuthenticatorRule.REQUIRE) {
            out.plain("message-authenticator", Words.of(client.messageAuthenticator()));
        }
        if (client.limitProxyState() != ClientReader.limitsProxyState(client.unsafe())) {
            out.plain("limit-proxy-state", String.valueOf(client.limitProxyState()));
        }
        if (client.statusServer() != StatusServerRule.ALWAYS) {
            out.plain("status-server", Words.of(client.statusServer()));
        }
        if (client.showReference() != client.type().showsReplyMessage()) {
            out.plain("show-reference", String.valueOf(client.showReference()));
        }
        words("unsafe", client.unsafe());
    }

    private void remoteServerGroup(RemoteServerGroup group) {
        out.text("name", group.name());
        flag("unsigned-replies", group.unsignedReplies());
        rewrites("user-name", group.userName());
        attributeRules("request", group.request());
        attributeRules("reply", group.reply());
        out.list("servers", group.servers(), this::remoteServer);
    }

    private void rewrites(String key, List<AttributeRewrite> rewrites) {
        if (!rewrites.isEmpty()) {
            out.list(key, rewrites, rewrite -> {
                out.text("find", rewrite.find().toString());
                out.text("replace", rewrite.replace());
            });
        }
    }

    private void attributeRules(String key, AttributeRules rules) {
        if (!rules.equals(AttributeRules.NONE)) {
            out.mapping(key, () -> {
                located("allow", rules.allow());
                located("remove", rules.remove());
            });
        }
    }

    private void remoteServer(RemoteServer server) {
        out.text("name", server.name());
        out.text("address", AddressText.of(server.address()));
        number("authentication-port", server.authenticationPort(), RemoteServerGroupReader.AUTHENTICATION_PORT);
        number("accounting-port", server.accountingPort(), RemoteServerGroupReader.ACCOUNTING_PORT);
        out.plain("secret", "${sealed}");
        number("priority", server.priority(), RemoteServerGroupReader.PRIORITY);
        number("weight", server.weight(), RemoteServerGroupReader.WEIGHT);
        duration("timeout", server.timeout(), RemoteServerGroupReader.TIMEOUT);
        number("maximum-lost-packets", server.maximumLostPackets(), RemoteServerGroupReader.MAXIMUM_LOST_PACKETS);
        duration("blackout-interval", server.blackoutInterval(), RemoteServerGroupReader.BLACKOUT_INTERVAL);
        flag("status-server", server.statusServer());
    }

    private void number(String key, int number, int standard) {
        if (number != standard) {
            out.plain(key, Integer.toString(number));
        }
    }

    private void duration(String key, Duration duration, Duration standard) {
        if (!duration.equals(standard)) {
            out.plain(key, YamlValue.written(duration));
        }
    }

    private void connectionRequestPolicy(ConnectionRequestPolicy policy) {
        heading(policy);
        when(policy.when());
        switch (policy.authentication()) {
            case Authentication.Here() -> out.plain("authentication", "here");
            case Authentication.AcceptWithoutValidation() -> out.plain("authentication", "accept-without-validation");
            case Authentication.ForwardTo(var group) ->
                out.mapping("authentication", () -> out.text("forward-to", group.value()));
        }
        policy.forwardAccounting()
                .ifPresent(group -> out.mapping("accounting", () -> out.text("forward-to", group.value())));
        located("with", policy.with());
        words("override-authentication-methods", policy.overridingMethods());
        policy.manipulation()
                .ifPresent(manipulation -> out.mapping("attribute-manipulation", () -> {
                    out.text("attribute", manipulation.target().attributeName());
                    rewrites("rules", manipulation.rules());
                }));
        reply(policy.reply());
    }

    private void networkPolicy(NetworkPolicy policy) {
        heading(policy);
        when(policy.when());
        constraints(policy.constraints());
        out.plain("access", Words.of(policy.access()));
        flag("ignore-dial-in-properties", policy.ignoreDialInProperties());
        flag("account-may-grant", policy.accountMayGrant());
        secondFactor(policy.mfa());
        deviceRedirection(policy.settings().rdGateway());
        words("encryption", policy.settings().encryption());
        reply(policy.settings().attributes());
        located("required-reply", policy.settings().required());
    }

    private void heading(Policy policy) {
        out.text("name", policy.name());
        if (!policy.enabled()) {
            out.plain("enabled", "false");
        }
        if (!policy.description().isEmpty()) {
            out.text("description", policy.description());
        }
        if (policy.type() != NetworkAccessServerType.UNSPECIFIED) {
            out.plain("type-of-network-access-server", Words.of(policy.type()));
        }
    }

    private void reply(List<ReplyAttribute> attributes) {
        if (!attributes.isEmpty()) {
            out.mapping("reply", () -> attributes.forEach(this::reply));
        }
    }

    private void when(Conditions when) {
        out.mapping("when", () -> when.all().forEach(this::condition));
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.UserGroups _,
                    Condition.MachineGroups _,
                    Condition.ClientVendor _,
                    Condition.ClientNetwork _,
                    Condition.AttributeIs _,
                    Condition.OfMethod _ -> out.texts(condition.key(), condition.values());
            case Condition.At(var times) -> dayAndTime(times);
            case Condition.OfServerType _,
                    Condition.OfClientType _,
                    Condition.ClientFriendlyName _,
                    Condition.ClientAddress _,
                    Condition.AttributeHolds _ ->
                out.text(condition.key(), condition.values().getFirst());
        }
    }

    private void constraints(Constraints constraints) {
        if (constraints.equals(Constraints.NONE)) {
            return;
        }
        out.mapping("constraints", () -> {
            words("authentication-methods", constraints.authenticationMethods());
            constraints.dayAndTime().ifPresent(this::dayAndTime);
            constraints
                    .calledStationId()
                    .map(NpsPattern::toString)
                    .ifPresent(pattern -> out.text("called-station-id", pattern));
            located("nas-port-type", constraints.nasPortTypes());
            constraints.sessionTimeout().ifPresent(timeout -> out.plain("session-timeout", YamlValue.written(timeout)));
            constraints.idleTimeout().ifPresent(timeout -> out.plain("idle-timeout", YamlValue.written(timeout)));
        });
    }

    private void dayAndTime(DayAndTime times) {
        out.text("day-and-time", times.toString());
    }

    private void secondFactor(SecondFactor factor) {
        switch (factor) {
            case SecondFactor.NotReached() -> {}
            case SecondFactor.None() -> out.plain("mfa", "none");
            case SecondFactor.AnyOf(var providers, var notEnrolled, var unavailable) ->
                out.mapping("mfa", () -> {
                    located("any-of", providers);
                    wayRound("not-enrolled", notEnrolled);
                    wayRound("unavailable", unavailable);
                });
        }
    }

    private void wayRound(String key, WayRound wayRound) {
        if (wayRound instanceof WayRound.Allow(var group, var until)) {
            out.mapping(
                    key,
                    () -> out.mapping("allow", () -> {
                        out.text("group", group.value());
                        out.plain("until", until(until));
                    }));
        }
    }

    private void deviceRedirection(DeviceRedirection redirection) {
        switch (redirection) {
            case DeviceRedirection.Unsaid() -> {}
            case DeviceRedirection.DisableAll() -> out.mapping("rd-gateway", () -> out.plain("disable", "all"));
            case DeviceRedirection.Disable(var devices) ->
                out.mapping("rd-gateway", () -> {
                    if (devices.isEmpty()) {
                        out.plain("disable", "none");
                    }
                    words("disable", devices);
                });
        }
    }

    private void reply(ReplyAttribute attribute) {
        List<String> values = attribute.values().stream().map(Located::value).toList();
        if (values.size() == 1) {
            out.text(attribute.name().value(), values.getFirst());
        } else {
            out.texts(attribute.name().value(), values);
        }
    }

    private void flag(String key, boolean value) {
        if (value) {
            out.plain(key, "true");
        }
    }

    private void words(String key, Collection<? extends Enum<?>> words) {
        if (!words.isEmpty()) {
            out.texts(key, words.stream().sorted().map(Words::of).toList());
        }
    }

    private void located(String key, List<Located<String>> texts) {
        if (!texts.isEmpty()) {
            out.texts(key, texts.stream().map(Located::value).toList());
        }
    }

    /** The end of a day in UTC as the date of that day. */
    private static String until(Instant until) {
        OffsetDateTime at = until.atOffset(ZoneOffset.UTC);
        return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? at.toLocalDate().minusDays(1).toString()
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at);
    }
}
