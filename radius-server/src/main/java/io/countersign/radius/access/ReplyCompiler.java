package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Located;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.Problems;
import io.countersign.policy.ReplyAttribute;
import io.countersign.policy.ReplySettings.Encryption;
import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.Format;
import io.countersign.radius.dictionary.InvalidValue;
import io.countersign.radius.exchange.Wire;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes attributes of what policies say of the Access-Accept, and refuses what could not be sent. Connection request policies come first: what
 * network policies require may be theirs.
 */
final class ReplyCompiler {
    private static final ReplyTable REPLIES = ReplyTable.read();

    private static final String ENCRYPTION_POLICY = "MS-MPPE-Encryption-Policy";
    private static final String ENCRYPTION_TYPES = "MS-MPPE-Encryption-Types";
    private static final int ENCRYPTION_ALLOWED = 1;
    private static final int ENCRYPTION_REQUIRED = 2;

    /** What the answer to MS-CHAPv2 carries by itself. */
    private static final Set<String> OF_MS_CHAP =
            Set.of("MS-CHAP2-Success", "MS-MPPE-Send-Key", "MS-MPPE-Recv-Key", ENCRYPTION_POLICY, ENCRYPTION_TYPES);

    private final Dictionary dictionary;
    private final Problems problems;

    /** Those of all connection request policies so far. */
    private final List<Attribute> besides = new ArrayList<>();

    private int longestBesides;
    private boolean msChapByOverride;

    ReplyCompiler(Dictionary dictionary, Problems problems) {
        this.dictionary = dictionary;
        this.problems = problems;
    }

    AcceptReply.Besides besides(ConnectionRequestPolicy policy) {
        var once = new ArrayList<Attribute>();
        var often = new ArrayList<Attribute>();
        for (var attribute : policy.reply()) {
            (isOnce(attribute) ? once : often).addAll(checked(attribute));
        }
        checkHowOften(policy.reply(), Map.of());
        msChapByOverride |= policy.overridingMethods().contains(AuthenticationMethod.MS_CHAP_V2);
        var all = Stream.concat(once.stream(), often.stream()).toList();
        longestBesides = Math.max(longestBesides, octets(all));
        besides.addAll(all);
        return new AcceptReply.Besides(once, often);
    }

    private boolean isOnce(ReplyAttribute attribute) {
        return dictionary
                .find(attribute.name().value())
                .flatMap(AttributeType::standardNumber)
                .filter(number -> REPLIES.most(Code.ACCESS_ACCEPT, number) == 1)
                .isPresent();
    }

    AcceptReply reply(NetworkPolicy policy) {
        var forAll = new ArrayList<Attribute>();
        policy.constraints().sessionTimeout().ifPresent(limit -> forAll.add(seconds("Session-Timeout", limit)));
        policy.constraints().idleTimeout().ifPresent(limit -> forAll.add(seconds("Idle-Timeout", limit)));
        policy.settings().attributes().forEach(attribute -> forAll.addAll(checked(attribute)));
        checkHowOften(policy.settings().attributes(), ofConstraints(policy));
        forAll.addAll(encryption(policy, forAll));
        var forGateways = Stream.concat(
                        forAll.stream(), deviceRedirection(policy.settings().rdGateway()).stream())
                .toList();
        checkThatItFits(policy, forGateways);
        policy.settings().required().forEach(name -> checkRequired(policy, name, forGateways));
        return new AcceptReply(
                new AcceptReply.ByClient(forAll, forGateways),
                !policy.ignoreDialInProperties(),
                policy.settings().required().stream().map(Located::value).toList());
    }

    /** What no path could ever send lets nobody in, which must not come out at the first login. */
    private void checkRequired(NetworkPolicy policy, Located<String> name, List<Attribute> own) {
        if (!checkName(name) || !policy.mayGrant()) {
            return;
        }
        var known = dictionary.find(name.value()).map(AttributeType::name).orElse(name.value());
        boolean ofAccount = !policy.ignoreDialInProperties() && DialInProperties.ATTRIBUTES.contains(known);
        boolean ofMethod = OF_MS_CHAP.contains(known)
                && (msChapByOverride
                        || policy.constraints().authenticationMethods().contains(AuthenticationMethod.MS_CHAP_V2));
        if (!ofAccount
                && !ofMethod
                && !dictionary.isAmong(name.value(), own)
                && !dictionary.isAmong(name.value(), besides)) {
            problems.add(
                    name.at(),
                    "policy " + policy.name() + " requires " + name.value()
                            + ", which nothing sends, so that it lets nobody in",
                    "write it below reply:, or leave it out of required-reply:");
        }
    }

    private List<Attribute> checked(ReplyAttribute attribute) {
        var refusal = dictionary.refusalAsReply(attribute.name().value());
        refusal.ifPresent(why -> problems.add(attribute.name().at(), why, "leave it out of reply:"));
        return refusal.isPresent() ? List.of() : encode(attribute);
    }

    private static Map<Integer, String> ofConstraints(NetworkPolicy policy) {
        Map<Integer, String> constraints = new HashMap<>();
        policy.constraints()
                .sessionTimeout()
                .ifPresent(_ -> constraints.put(StandardAttributes.SESSION_TIMEOUT, "session-timeout"));
        policy.constraints()
                .idleTimeout()
                .ifPresent(_ -> constraints.put(StandardAttributes.IDLE_TIMEOUT, "idle-timeout"));
        return constraints;
    }

    /** What comes more often than its RFC allows, a client may take for anything. */
    private void checkHowOften(List<ReplyAttribute> reply, Map<Integer, String> ofConstraints) {
        Map<Integer, Integer> counted = new HashMap<>();
        for (var attribute : reply) {
            dictionary
                    .find(attribute.name().value())
                    .flatMap(AttributeType::standardNumber)
                    .ifPresent(number -> {
                        int most = REPLIES.most(Code.ACCESS_ACCEPT, number);
                        int values = counted.merge(number, attribute.values().size(), Integer::sum);
                        if (values > most) {
                            tellTooMany(attribute.name(), most);
                        } else if (most == 1 && ofConstraints.containsKey(number)) {
                            problems.add(
                                    attribute.name().at(),
                                    "the constraint " + ofConstraints.get(number) + " sends "
                                            + attribute.name().value() + " already",
                                    "leave out one of the two");
                        }
                    });
        }
    }

    private void tellTooMany(Located<String> name, int most) {
        if (most == 0) {
            problems.add(name.at(), "an Access-Accept has no " + name.value(), "leave it out of reply:");
        } else {
            problems.add(
                    name.at(), name.value() + " may be in an Access-Accept only once", "write it once, with one value");
        }
    }

    /** A reply that is too long for a packet lets nobody in, which must not come out at the first login. */
    private void checkThatItFits(NetworkPolicy policy, List<Attribute> attributes) {
        if (!Wire.fits(attributes, MsChapReply.MOST_OCTETS + longestBesides)) {
            var reply = policy.settings().attributes();
            problems.add(
                    reply.isEmpty() ? policy.at() : reply.getFirst().name().at(),
                    "the reply of policy " + policy.name() + " has " + octets(attributes)
                            + " octets of attributes, and a packet of 4096 octets cannot hold them and what is added to them",
                    "write fewer or shorter attributes below reply:");
        }
    }

    private static int octets(List<Attribute> attributes) {
        return attributes.stream().mapToInt(Attribute::length).sum();
    }

    private Attribute seconds(String attribute, Duration limit) {
        return dictionary.encode(attribute, Long.toString(limit.toSeconds()));
    }

    /** RFC 2548 §2.4.4 and §2.4.5; the bit for 56 bits is Microsoft's, in no RFC. */
    private List<Attribute> encryption(NetworkPolicy policy, List<Attribute> others) {
        var allowed = policy.settings().encryption();
        if (allowed.isEmpty()) {
            return List.of();
        }
        if (dictionary.isAmong(ENCRYPTION_POLICY, others) || dictionary.isAmong(ENCRYPTION_TYPES, others)) {
            problems.add(
                    policy.at(),
                    "policy " + policy.name() + " says by encryption: what its reply: says too",
                    "leave " + ENCRYPTION_POLICY + " and " + ENCRYPTION_TYPES + " out of reply:");
        }
        int types = allowed.stream().mapToInt(ReplyCompiler::bit).sum();
        return List.of(
                number(ENCRYPTION_POLICY, allowed.contains(Encryption.NONE) ? ENCRYPTION_ALLOWED : ENCRYPTION_REQUIRED),
                number(ENCRYPTION_TYPES, types));
    }

    private static int bit(Encryption encryption) {
        return switch (encryption) {
            case NONE -> 0;
            case BASIC -> 2;
            case STRONG -> 8;
            case STRONGEST -> 4;
        };
    }

    private Attribute number(String attribute, int number) {
        return dictionary.encode(attribute, Integer.toString(number));
    }

    /**
     * The mask of disabled devices, bit 0 for the first (MS-RNAP, MS-RDG-Device-Redirection). All bits together are set besides bit 29,
     * which means the same but is read differently by gateway and desktop; bit 30 is never used for that reason.
     */
    private List<Attribute> deviceRedirection(DeviceRedirection redirection) {
        return switch (redirection) {
            case DeviceRedirection.Unsaid() -> List.of();
            case DeviceRedirection.DisableAll() -> mask(0x2000_001F);
            case DeviceRedirection.Disable(var devices) ->
                mask(devices.stream().mapToInt(DeviceRedirection.Device::mask).sum());
        };
    }

    private List<Attribute> mask(int bits) {
        return List.of(number("MS-RDG-Device-Redirection", bits));
    }

    private List<Attribute> encode(ReplyAttribute attribute) {
        var name = attribute.name();
        var values = attribute.values();
        if (!checkName(name) || values.isEmpty() || !checkThatNoneIsEmpty(name, values)) {
            return List.of();
        }
        return dictionary
                .separator(name.value())
                .map(between -> values.stream().map(Located::value).collect(Collectors.joining(between)))
                .map(text -> encode(
                        name.value(), new Located<>(text, values.getFirst().at())))
                .orElseGet(() -> values.stream()
                        .flatMap(value -> encode(name.value(), value).stream())
                        .toList());
    }

    /** RFC 2865 §5: an attribute without a value is not sent. */
    private boolean checkThatNoneIsEmpty(Located<String> name, List<Located<String>> values) {
        boolean isOctets = dictionary
                .find(name.value())
                .filter(type -> type.format() == Format.OCTETS)
                .isPresent();
        var empty = values.stream()
                .filter(value ->
                        value.value().isEmpty() || (isOctets && value.value().equals("0x")))
                .toList();
        empty.forEach(value -> problems.add(
                value.at(),
                name.value() + " has an empty value, which RADIUS does not send",
                "leave it out of reply:"));
        return empty.isEmpty();
    }

    /** Whether there is an attribute of a name; told if not. */
    boolean checkName(Located<String> name) {
        var unknown = dictionary.unknown(name.value());
        unknown.ifPresent(fault -> problems.add(name.at(), String.valueOf(fault.getMessage()), fault.fix()));
        return unknown.isEmpty();
    }

    /** The attributes of a value; none, and told, if it is none. */
    List<Attribute> encode(String name, Located<String> value) {
        try {
            return dictionary.encodeAll(name, value.value());
        } catch (InvalidValue invalid) {
            problems.add(value.at(), String.valueOf(invalid.getMessage()), invalid.fix());
            return List.of();
        }
    }
}
