package io.countersign.policy.document;

import static io.countersign.policy.document.ClientReader.RD_GATEWAY_TIMEOUT;
import static io.countersign.policy.document.ClientReader.STANDARD_TIMEOUT;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Condition.TextAttribute;
import io.countersign.policy.DeviceRedirection.Device;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.ReplySettings.Encryption;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlKeys;
import io.countersign.policy.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every key of a policy document, for its readers and for docs/reference/policies.md. */
public final class PolicyKeys {
    private static final String REQUIRED = "required";
    private static final String NONE = "none";
    private static final String FALSE = "`false`";
    private static final String DAYS = "days and times";
    private static final String PATTERN = "pattern";
    private static final String NAMES_OR_NUMBERS = "list of names or numbers";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LAST_PORT = 65_535;

    static final YamlKey<YamlValue> CLIENTS =
            YamlKey.of("clients", "list", "the clients stay as they are", "who may ask; `[]` removes them all");
    static final YamlKey<YamlValue> REMOTE_SERVER_GROUPS = YamlKey.of(
            "remote-server-groups",
            "list",
            NONE,
            "RADIUS servers that requests are forwarded to; a document without removes them");
    static final YamlKey<YamlValue> CONNECTION_REQUEST_POLICIES = YamlKey.of(
            "connection-request-policies",
            "list",
            REQUIRED,
            "who checks the first factor; the first that matches decides, none is a reject (49)");
    static final YamlKey<YamlValue> NETWORK_POLICIES = YamlKey.of(
            "network-policies",
            "list",
            REQUIRED,
            "who may come in; the first that matches decides, none is a reject (48)");

    static final YamlKey<String> NAME =
            YamlKey.text("name", "text", REQUIRED, "unique among its kind, whatever the case");
    static final YamlKey<Boolean> ENABLED =
            YamlKey.flag("enabled", "`true`", "a policy that is not enabled is skipped");
    static final YamlKey<String> DESCRIPTION = YamlKey.text("description", "text", NONE, "for people");
    static final YamlKey<NetworkAccessServerType> SERVER_TYPE = YamlKey.word(
            "type-of-network-access-server",
            NetworkAccessServerType.class,
            "`unspecified`",
            "policies of the request's type are looked at first, then those that are `unspecified`; others are skipped. A request says it"
                    + " itself (MS-Network-Access-Server-Type); one that does not is `rd-gateway` from such a client, else `unspecified`");
    static final YamlKey<YamlValue> WHEN =
            YamlKey.of("when", "conditions", REQUIRED, "at least one; all of them must hold");

    static final YamlKey<AddressRange> ADDRESS = YamlKey.addressRange(
            "address",
            REQUIRED,
            "`192.0.2.10`, `192.0.2.0/24`, `2001:db8::/32`; no host names. Of several, the longest match holds");
    static final YamlKey<YamlValue> SECRET = YamlKey.of(
            "secret",
            "reference",
            REQUIRED,
            "`${file:PATH}` (relative to the document), `${env:NAME}`, or `${sealed}`: keep the one in the store");
    static final YamlKey<ClientType> TYPE = YamlKey.word(
            "type",
            ClientType.class,
            "`standard`",
            "an RD Gateway has authenticated the user itself: it sends no credential and cannot be challenged");
    static final YamlKey<Duration> CLIENT_TIMEOUT = YamlKey.duration(
            "timeout",
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            written(RD_GATEWAY_TIMEOUT) + " for an RD Gateway, else " + written(STANDARD_TIMEOUT),
            "how long the client waits; set it **exactly as on the client**. The answer goes out 5 s before");
    static final YamlKey<String> VENDOR =
            YamlKey.text("vendor", "a vendor of the dictionary", "`standard`", "for the condition `client-vendor`");
    static final YamlKey<Boolean> CHALLENGE = YamlKey.flag(
            "challenge", FALSE, "the client can show an Access-Challenge and send the answer as a password");
    static final YamlKey<MessageAuthenticatorRule> MESSAGE_AUTHENTICATOR = YamlKey.word(
            "message-authenticator", MessageAuthenticatorRule.class, "`require`", "whether requests must be signed");
    static final YamlKey<Boolean> LIMIT_PROXY_STATE = YamlKey.flag(
            "limit-proxy-state",
            "`true`; `false` with `unsafe: [unsigned-requests]`",
            "where requests may be unsigned: discard those with Proxy-State (NPS's `limitproxystate`)");
    static final YamlKey<StatusServerRule> STATUS_SERVER = YamlKey.word(
            "status-server",
            StatusServerRule.class,
            "`always`",
            "`while-up`: leave Status-Server unanswered while users cannot be looked up, so that the client turns to another server");
    static final YamlKey<Boolean> SHOW_REFERENCE = YamlKey.flag(
            "show-reference",
            "`false` for an RD Gateway, which shows its users nothing, else `true`",
            "Access-Reject and Access-Challenge carry the login's reference in a Reply-Message; a remote server's do too, behind its own words. Say `false` where the client does not survive a Reply-Message");
    static final YamlKey<List<Unsafe>> UNSAFE =
            YamlKey.words("unsafe", Unsafe.class, NONE, "what is allowed although it is not safe");

    static final YamlKey<YamlValue> AUTHENTICATION = YamlKey.of(
            "authentication",
            "`here`, `accept-without-validation`, `{forward-to: GROUP}`",
            REQUIRED,
            "forwarded requests skip directories, network policies and factors: the remote server decides on all");
    static final YamlKey<YamlValue> ACCOUNTING = YamlKey.of(
            "accounting",
            "`{forward-to: GROUP}`",
            NONE,
            "accounting goes there too; it is kept here in any case, and answered once both have it");
    static final YamlKey<YamlValue> WITH = YamlKey.of(
            "with",
            "list of directories",
            "required, unless forwarded",
            "where the user is looked up, in this order: `local`, and the names of `directories` in the settings");

    static final YamlKey<YamlValue> OVERRIDE_AUTHENTICATION_METHODS = YamlKey.of(
            "override-authentication-methods",
            "list of " + YamlKey.listed(AuthenticationMethod.class),
            "the network policies' count",
            "allowed in place of those that the network policy names; not where requests are forwarded");
    static final YamlKey<YamlValue> ATTRIBUTE_MANIPULATION = YamlKey.of(
            "attribute-manipulation",
            "mapping",
            NONE,
            "changes one attribute before anybody is looked up, and before accounting is forwarded");
    static final YamlKey<YamlValue> CONNECTION_REPLY = YamlKey.of(
            "reply",
            "mapping",
            NONE,
            "attributes of the Access-Accept besides those of the network policy; what may come only once is the network policy's."
                    + " Of a remote server's, they replace those of the same name");

    static final YamlKey<YamlValue> MANIPULATED = YamlKey.of(
            "attribute", "`User-Name`, `Called-Station-Id`, `Calling-Station-Id`", REQUIRED, "which one is changed");
    static final YamlKey<YamlValue> RULES = YamlKey.of(
            "rules",
            "list of `find` (pattern), `replace` (text)",
            REQUIRED,
            "each on what the one before left; the first place found is replaced; `$1` to `$9` are the pattern's groups, `$$` is a"
                    + " dollar sign");

    static final YamlKey<YamlValue> SERVERS = YamlKey.of("servers", "list", REQUIRED, "at least one");
    static final YamlKey<Boolean> UNSIGNED_REPLIES = YamlKey.flag(
            "unsigned-replies",
            FALSE,
            "take replies to Access-Requests without Message-Authenticator; whoever is on the way can then turn a reject into an"
                    + " accept (CVE-2024-3596)");
    static final YamlKey<YamlValue> USER_NAME = YamlKey.of(
            "user-name",
            "list of `find` (pattern), `replace` (text)",
            NONE,
            "changes of the User-Name, each on what the one before left; the first place found is replaced; `$1` to `$9` are the"
                    + " pattern's groups, `$$` is a dollar sign. With MS-CHAPv2 only a domain before `\\` may change: the name is part of the proof");
    static final YamlKey<YamlValue> REQUEST = YamlKey.of(
            "request",
            "`allow`, `remove`: lists of attribute names",
            "all pass",
            "of the request only these, and not these. What the protocol needs (passwords, State, EAP-Message …) always passes and"
                    + " cannot be named");
    static final YamlKey<YamlValue> GROUP_REPLY =
            YamlKey.of("reply", "`allow`, `remove`: lists of attribute names", "all pass", "the same of the reply");

    static final YamlKey<AddressRange> SERVER_ADDRESS =
            YamlKey.addressRange("address", REQUIRED, "one address, no range");
    static final YamlKey<Integer> AUTHENTICATION_PORT = YamlKey.number(
            "authentication-port",
            1,
            LAST_PORT,
            plain(RemoteServerGroupReader.AUTHENTICATION_PORT),
            "for Access-Requests");
    static final YamlKey<Integer> ACCOUNTING_PORT = YamlKey.number(
            "accounting-port", 1, LAST_PORT, plain(RemoteServerGroupReader.ACCOUNTING_PORT), "for Accounting-Requests");
    static final YamlKey<Integer> PRIORITY = YamlKey.number(
            "priority", 1, LAST_PORT, plain(RemoteServerGroupReader.PRIORITY), "lower ones are asked first");
    static final YamlKey<Integer> WEIGHT = YamlKey.number(
            "weight", 1, 100, plain(RemoteServerGroupReader.WEIGHT), "the share among servers of the same priority");
    static final YamlKey<Duration> SERVER_TIMEOUT = YamlKey.duration(
            "timeout",
            SECOND,
            Duration.ofMinutes(5),
            written(RemoteServerGroupReader.TIMEOUT),
            "unanswered for so long, a request is lost, and goes to the next server. 60 s where the server asks for a second factor;"
                    + " the clients' `timeout` must then be at least 10 s longer, or nothing is left for the next server");
    static final YamlKey<Integer> MAXIMUM_LOST_PACKETS = YamlKey.number(
            "maximum-lost-packets",
            1,
            1000,
            plain(RemoteServerGroupReader.MAXIMUM_LOST_PACKETS),
            "so many lost requests in a row make a server unavailable");
    static final YamlKey<Duration> BLACKOUT_INTERVAL = YamlKey.duration(
            "blackout-interval",
            SECOND,
            Duration.ofHours(1),
            written(RemoteServerGroupReader.BLACKOUT_INTERVAL),
            "an unavailable server is tried again after so long");
    static final YamlKey<Boolean> ANSWERS_STATUS_SERVER = YamlKey.flag(
            "status-server",
            FALSE,
            "the server answers Status-Server (RFC 5997): an unavailable one is asked that way, every `blackout-interval` (at least"
                    + " 6 s), and gets requests again when it answers, signed or not; `doctor` asks it that way too");

    static final YamlKey<YamlValue> CONSTRAINTS = YamlKey.of(
            "constraints",
            "mapping",
            "none; required to grant",
            "one that fails rejects, and no further policy is looked at");
    static final YamlKey<Access> ACCESS = YamlKey.word("access", Access.class, REQUIRED, "what the policy decides");
    static final YamlKey<Boolean> IGNORE_DIAL_IN_PROPERTIES = YamlKey.flag(
            "ignore-dial-in-properties", FALSE, "the account's dial-in properties are left aside, all of them");
    static final YamlKey<Boolean> ACCOUNT_MAY_GRANT = YamlKey.flag(
            "account-may-grant",
            FALSE,
            "an account's allow overrides this policy's deny, as NPS has it; the policy must then say `mfa` and methods too");
    static final YamlKey<YamlValue> MFA =
            YamlKey.of("mfa", "`none` or mapping", "**none; required to grant**", "the second factor");
    static final YamlKey<YamlValue> REPLY =
            YamlKey.of("reply", "mapping", NONE, "attributes of the Access-Accept, by their names in the dictionary");
    static final YamlKey<YamlValue> REQUIRED_REPLY = YamlKey.of(
            "required-reply",
            "list of attribute names",
            NONE,
            "nobody is let in without these, whichever way they were to come in: with a challenge, a push, or round a factor");
    static final YamlKey<YamlValue> ENCRYPTION = YamlKey.of(
            "encryption",
            "list of " + YamlKey.listed(Encryption.class),
            "nothing is said, or after MS-CHAPv2 that it is allowed",
            "which encryptions a session may have, by MPPE (40, 56, 128 bits): sent as MS-MPPE-Encryption-Policy and -Types. Without `none`"
                    + " among them it must have one");
    static final YamlKey<YamlValue> RD_GATEWAY = YamlKey.of(
            "rd-gateway", "mapping", "nothing is sent", "device redirection, for clients of type `rd-gateway` only");

    static final YamlKey<YamlValue> CLIENT_TYPE =
            YamlKey.of("client-type", YamlKey.listed(ClientType.class), NONE, "the client's `type`");
    static final YamlKey<YamlValue> CLIENT_FRIENDLY_NAME =
            YamlKey.of("client-friendly-name", PATTERN, NONE, "the client's `name`, not anything it sends");
    static final YamlKey<YamlValue> CLIENT_ADDRESS =
            YamlKey.of("client-address", "address or range", NONE, "where the packet came from");
    static final YamlKey<YamlValue> CLIENT_NETWORK = YamlKey.of(
            "client-network",
            "list of addresses or ranges",
            NONE,
            "the request's Calling-Station-Id is an address in one of them; one that is none (a telephone number, a MAC address) is in no"
                    + " network");
    static final YamlKey<YamlValue> CLIENT_VENDOR = YamlKey.of("client-vendor", "list", NONE, "the client's `vendor`");
    static final YamlKey<YamlValue> USER_GROUPS = YamlKey.of(
            "user-groups",
            "list of `directory\\Group`",
            NONE,
            "the user is in one of them; network policies only; the group must exist");
    static final YamlKey<YamlValue> MACHINE_GROUPS = YamlKey.of(
            "machine-groups",
            "list of `directory\\Group`",
            NONE,
            "the client computer is in one of them; network policies only; the group must exist. An RD Gateway passes on the name that the"
                    + " computer gives itself, which proves nothing");
    static final YamlKey<YamlValue> DAY_AND_TIME = YamlKey.of("day-and-time", DAYS, NONE, "the server's local time");
    static final YamlKey<YamlValue> AUTHENTICATION_METHOD = YamlKey.of(
            "authentication-method",
            "list of " + YamlKey.listed(AuthenticationMethod.class),
            NONE,
            "how the user proves who they are");

    static final YamlKey<YamlValue> AUTHENTICATION_METHODS = YamlKey.of(
            "authentication-methods",
            "list of " + YamlKey.listed(AuthenticationMethod.class),
            "required to grant",
            "`unauthenticated` (an RD Gateway) is allowed nowhere unless it is written; `eap` cannot be checked yet");
    static final YamlKey<YamlValue> ALLOWED_TIMES =
            YamlKey.of("day-and-time", DAYS, "always", "the server's local time");
    static final YamlKey<YamlValue> CALLED_STATION_ID =
            YamlKey.of("called-station-id", PATTERN, "any", "the attribute of the request");
    static final YamlKey<YamlValue> NAS_PORT_TYPE =
            YamlKey.of("nas-port-type", NAMES_OR_NUMBERS, "any", "the attribute of the request");
    static final YamlKey<Duration> SESSION_TIMEOUT = YamlKey.duration(
            "session-timeout", SECOND, Duration.ofDays(366), NONE, "sent as Session-Timeout; whole seconds");
    static final YamlKey<Duration> IDLE_TIMEOUT =
            YamlKey.duration("idle-timeout", SECOND, Duration.ofDays(366), NONE, "sent as Idle-Timeout; whole seconds");

    static final YamlKey<YamlValue> ANY_OF = YamlKey.of(
            "any-of", "list of factors", REQUIRED, "the first that the client can carry, the user has, and that works");
    static final YamlKey<YamlValue> NOT_ENROLLED = YamlKey.of(
            "not-enrolled",
            "`reject`, or `allow: {group: …, until: …}`",
            "`reject`",
            "the user has none of them; a way round is for a group, until a date (the end of that day in UTC) or a time");
    static final YamlKey<YamlValue> UNAVAILABLE =
            YamlKey.of("unavailable", "the same", "`reject`", "a factor cannot be asked, and nobody was prompted");

    static final YamlKey<YamlValue> DISABLE = YamlKey.of(
            "disable",
            "list of " + YamlKey.listed(Device.class) + "; or `all`; or `none`",
            REQUIRED,
            "what the user's devices may not be used for in the session; the desktop client enforces it");

    /** All of them, mapping by mapping. */
    public static final List<YamlKeys> ALL = List.of(
            YamlKeys.of(
                    "The document", "", CLIENTS, CONNECTION_REQUEST_POLICIES, NETWORK_POLICIES, REMOTE_SERVER_GROUPS),
            YamlKeys.of(
                    "clients",
                    "An item of the list.",
                    NAME,
                    ADDRESS,
                    SECRET,
                    TYPE,
                    CLIENT_TIMEOUT,
                    VENDOR,
                    CHALLENGE,
                    MESSAGE_AUTHENTICATOR,
                    LIMIT_PROXY_STATE,
                    STATUS_SERVER,
                    SHOW_REFERENCE,
                    UNSAFE),
            YamlKeys.of(
                    "connection-request-policies",
                    "An item of the list.",
                    NAME,
                    ENABLED,
                    DESCRIPTION,
                    SERVER_TYPE,
                    WHEN,
                    AUTHENTICATION,
                    ACCOUNTING,
                    WITH,
                    OVERRIDE_AUTHENTICATION_METHODS,
                    ATTRIBUTE_MANIPULATION,
                    CONNECTION_REPLY),
            YamlKeys.of(
                    "network-policies",
                    "An item of the list.",
                    NAME,
                    ENABLED,
                    DESCRIPTION,
                    SERVER_TYPE,
                    WHEN,
                    CONSTRAINTS,
                    ACCESS,
                    IGNORE_DIAL_IN_PROPERTIES,
                    ACCOUNT_MAY_GRANT,
                    MFA,
                    REPLY,
                    REQUIRED_REPLY,
                    ENCRYPTION,
                    RD_GATEWAY),
            new YamlKeys(
                    "when",
                    "The conditions of both kinds of policies. A list means any of its items. Texts are compared without regard to case.",
                    conditions()),
            YamlKeys.of(
                    "constraints",
                    "Of a network policy.",
                    AUTHENTICATION_METHODS,
                    ALLOWED_TIMES,
                    CALLED_STATION_ID,
                    NAS_PORT_TYPE,
                    SESSION_TIMEOUT,
                    IDLE_TIMEOUT),
            YamlKeys.of("mfa", "Of a network policy, unless it is `none`.", ANY_OF, NOT_ENROLLED, UNAVAILABLE),
            YamlKeys.of("rd-gateway", "Of a network policy.", DISABLE),
            YamlKeys.of("attribute-manipulation", "Of a connection request policy.", MANIPULATED, RULES),
            YamlKeys.of(
                    "remote-server-groups",
                    "An item of the list.",
                    NAME,
                    SERVERS,
                    UNSIGNED_REPLIES,
                    USER_NAME,
                    REQUEST,
                    GROUP_REPLY),
            YamlKeys.of(
                    "servers",
                    "An item of the list in a remote server group. Names and numbers are NPS's.",
                    NAME,
                    SERVER_ADDRESS,
                    SECRET,
                    AUTHENTICATION_PORT,
                    ACCOUNTING_PORT,
                    PRIORITY,
                    WEIGHT,
                    SERVER_TIMEOUT,
                    MAXIMUM_LOST_PACKETS,
                    BLACKOUT_INTERVAL,
                    ANSWERS_STATUS_SERVER));

    private PolicyKeys() {}

    static YamlKey<YamlValue> of(TextAttribute attribute) {
        return YamlKey.of(attribute.key(), PATTERN, NONE, "the attribute of the request");
    }

    static YamlKey<YamlValue> of(EnumeratedAttribute attribute) {
        return YamlKey.of(attribute.key(), NAMES_OR_NUMBERS, NONE, "the attribute of the request: `Virtual` or `5`");
    }

    private static List<YamlKey<?>> conditions() {
        List<YamlKey<?>> keys = new ArrayList<>(List.of(
                CLIENT_TYPE,
                CLIENT_FRIENDLY_NAME,
                CLIENT_ADDRESS,
                CLIENT_NETWORK,
                CLIENT_VENDOR,
                USER_GROUPS,
                MACHINE_GROUPS,
                DAY_AND_TIME,
                AUTHENTICATION_METHOD));
        Stream.of(TextAttribute.values()).map(PolicyKeys::of).forEach(keys::add);
        Stream.of(EnumeratedAttribute.values()).map(PolicyKeys::of).forEach(keys::add);
        return keys;
    }

    private static String written(Duration duration) {
        return "`" + YamlValue.written(duration) + "`";
    }

    private static String plain(int number) {
        return Integer.toString(number);
    }
}
