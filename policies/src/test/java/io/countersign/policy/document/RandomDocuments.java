package io.countersign.policy.document;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AttributeManipulation;
import io.countersign.policy.AttributeManipulation.Target;
import io.countersign.policy.AttributeRewrite;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Condition;
import io.countersign.policy.Conditions;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Constraints;
import io.countersign.policy.DayAndTime;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.DeviceRedirection.Device;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.ReplyAttribute;
import io.countersign.policy.ReplySettings;
import io.countersign.policy.ReplySettings.Encryption;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Documents that a reader accepts, the same ones for the same seed. */
final class RandomDocuments {
    private static final Location AT = new Location("random", 1, 1);
    private static final List<String> TEXTS = List.of(
            "alice",
            "RDG Users",
            "local\\X",
            "it's",
            "a: b",
            "#no",
            "- x",
            "null",
            "true",
            "10",
            "~",
            "ü ö",
            "\"q\"",
            "a\tb",
            "x ",
            " x",
            "\u2028",
            "😀",
            "[a",
            "{b",
            "a, b",
            "${sealed}",
            "&a",
            "*b",
            "!c",
            "%d",
            "@e",
            "`f",
            "|",
            ">",
            "?",
            "=",
            "<<",
            "a #b",
            "c:",
            ":d",
            "\u0085",
            "\\",
            "a\nb",
            "1e3",
            "0x1",
            "2027-01-31",
            "---",
            "...",
            "a - b",
            "\uFEFFx");
    private static final List<String> PATTERNS = List.of(
            "^vpn-", "a{2,3}", "[^x]\\\\", "(a|b)$", "\\d+", "'x'", "a: b", "# x", "^wcoast\\\\|@x\\.y$", "/0x41/");

    private final Random random;

    RandomDocuments(long seed) {
        this.random = new Random(seed);
    }

    PolicyDocument next() {
        return new PolicyDocument(
                maybe(() -> list(3, this::client)),
                list(3, this::serverGroup),
                list(3, this::request),
                list(4, this::network));
    }

    private ClientDefinition client(int number) {
        ClientType type = one(ClientType.values());
        boolean gateway = type == ClientType.RD_GATEWAY;
        boolean unsigned = gateway && random.nextBoolean();
        MessageAuthenticatorRule standard = one(MessageAuthenticatorRule.values());
        boolean single = unsigned || standard == MessageAuthenticatorRule.LEARN;
        boolean unlimited = !gateway && standard != MessageAuthenticatorRule.REQUIRE && random.nextBoolean();
        return new ClientDefinition(
                name(number),
                single
                        ? AddressRange.of(InetAddress.ofLiteral("192.0.2." + number))
                        : AddressRange.parse(
                                one("10.N.0.0/16", "2001:db8:N::/48").replace("N", String.valueOf(number + 1))),
                new SecretReference.Sealed(),
                type,
                Duration.ofMillis(10_000L + random.nextInt(290_000)),
                one("standard", "cisco", "null"),
                !gateway && random.nextBoolean(),
                unsigned ? MessageAuthenticatorRule.ACCEPT : gateway ? MessageAuthenticatorRule.REQUIRE : standard,
                !unsigned && !unlimited,
                one(StatusServerRule.values()),
                random.nextBoolean(),
                unsigned
                        ? Set.of(Unsafe.UNSIGNED_REQUESTS)
                        : unlimited ? Set.of(Unsafe.UNSIGNED_PROXY_STATE) : Set.of(),
                AT);
    }

    private RemoteServerGroup serverGroup(int number) {
        List<RemoteServer> servers = list(2, this::server);
        return new RemoteServerGroup(
                name(number),
                servers.isEmpty() ? List.of(server(0)) : servers,
                random.nextBoolean(),
                list(2, _ -> rewrite()),
                rules(),
                rules(),
                AT);
    }

    private AttributeRewrite rewrite() {
        return new AttributeRewrite(NpsPattern.of("(.*)@(.*)"), one("", "$2\\$1", "$2\\\\$1", "x$1", "$$"));
    }

    private List<ReplyAttribute> reply() {
        return list(3, i -> new ReplyAttribute(located(one("Class", "Cisco-AVPair", "3GPP2-A'b:c#") + i), texts()));
    }

    private AttributeRules rules() {
        return random.nextBoolean() ? AttributeRules.NONE : new AttributeRules(texts(), texts());
    }

    private RemoteServer server(int number) {
        return new RemoteServer(
                name(number),
                InetAddress.ofLiteral(one("192.0.2.7", "2001:db8:0:0:0:0:0:7")),
                one(1812, 1645),
                one(1813, 1646),
                new SecretReference.Sealed(),
                1 + random.nextInt(3),
                1 + random.nextInt(100),
                Duration.ofMillis(1000L + random.nextInt(100_000)),
                1 + random.nextInt(1000),
                Duration.ofSeconds(1 + random.nextInt(3600)),
                random.nextBoolean(),
                AT);
    }

    private ConnectionRequestPolicy request(int number) {
        Authentication authentication = one(
                new Authentication.Here(),
                new Authentication.AcceptWithoutValidation(),
                new Authentication.ForwardTo(new Located<>(name(number), AT)));
        boolean forwards = authentication instanceof Authentication.ForwardTo;
        return new ConnectionRequestPolicy(
                name(number),
                random.nextBoolean(),
                one("", text()),
                one(NetworkAccessServerType.values()),
                conditions(false),
                authentication,
                maybe(() -> new Located<>(name(number), AT)),
                forwards ? List.of() : texts(),
                forwards || random.nextBoolean() ? Set.of() : atLeastOneMethod(),
                maybe(() -> new AttributeManipulation(one(Target.values()), atLeastOne(this::rewrite))),
                reply(),
                AT);
    }

    private NetworkPolicy network(int number) {
        Access access = one(Access.values());
        boolean ignores = random.nextBoolean();
        boolean accountMayGrant = !ignores && random.nextBoolean();
        boolean mayGrant = access == Access.GRANT || accountMayGrant;
        return new NetworkPolicy(
                name(number),
                random.nextBoolean(),
                one("", text()),
                one(NetworkAccessServerType.values()),
                conditions(true),
                constraints(mayGrant),
                access,
                ignores,
                accountMayGrant,
                mayGrant ? factor() : one(factor(), new SecondFactor.NotReached()),
                new ReplySettings(
                        reply(),
                        random.nextBoolean() ? List.of() : texts(),
                        random.nextBoolean() ? Set.of() : Set.copyOf(atLeastOne(() -> one(Encryption.values()))),
                        one(
                                new DeviceRedirection.Unsaid(),
                                new DeviceRedirection.DisableAll(),
                                new DeviceRedirection.Disable(some(Device.values())))),
                AT);
    }

    private Conditions conditions(boolean userKnown) {
        List<Condition> all = new ArrayList<>();
        all.add(new Condition.OfClientType(one(ClientType.values())));
        all.add(new Condition.ClientFriendlyName(pattern()));
        all.add(new Condition.ClientAddress(AddressRange.parse(one("10.0.0.0/8", "2001:db8::1"))));
        all.add(new Condition.ClientNetwork(
                atLeastOne(() -> AddressRange.parse(one("10.0.0.0/8", "2001:db8::/32", "192.0.2.1")))));
        all.add(new Condition.ClientVendor(texts()));
        all.add(new Condition.At(times()));
        all.add(new Condition.OfMethod(atLeastOneMethod()));
        all.add(new Condition.AttributeHolds(one(Condition.TextAttribute.values()), pattern()));
        all.add(new Condition.AttributeIs(one(Condition.EnumeratedAttribute.values()), texts()));
        if (userKnown) {
            all.add(new Condition.UserGroups(texts()));
            all.add(new Condition.MachineGroups(texts()));
        }
        Collections.shuffle(all, random);
        return new Conditions(all.subList(0, 1 + random.nextInt(all.size())));
    }

    private Constraints constraints(boolean methods) {
        return new Constraints(
                methods || random.nextBoolean() ? atLeastOneMethod() : Set.of(),
                maybe(this::times),
                maybe(this::pattern),
                random.nextBoolean() ? List.of() : texts(),
                maybe(() -> Duration.ofSeconds(1 + random.nextInt(100_000))),
                maybe(() -> Duration.ofMinutes(1 + random.nextInt(3000))));
    }

    private SecondFactor factor() {
        return one(new SecondFactor.None(), new SecondFactor.AnyOf(texts(), wayRound(), wayRound()));
    }

    private WayRound wayRound() {
        Instant day = Instant.parse("2027-02-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(100)));
        return one(
                new WayRound.Reject(),
                new WayRound.Allow(located(text()), one(day, day.plusSeconds(1 + random.nextInt(80_000)))));
    }

    private DayAndTime times() {
        return new DayAndTime(atLeastOne(() -> {
            int start = random.nextInt(1440);
            int end = start + 1 + random.nextInt(1440 - start);
            return new DayAndTime.Range(one(DayOfWeek.values()), one(DayOfWeek.values()), start, end);
        }));
    }

    private Set<AuthenticationMethod> atLeastOneMethod() {
        return Set.copyOf(atLeastOne(() -> one(AuthenticationMethod.values())));
    }

    private List<Located<String>> texts() {
        return atLeastOne(() -> located(text()));
    }

    private NpsPattern pattern() {
        return NpsPattern.of(one(PATTERNS.toArray(String[]::new)));
    }

    private String name(int number) {
        return text() + "x" + number;
    }

    private String text() {
        return one(TEXTS.toArray(String[]::new));
    }

    private static Located<String> located(String text) {
        return new Located<>(text, AT);
    }

    private <T> Set<T> some(T[] all) {
        return Set.copyOf(list(all.length, i -> all[i]));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int most, IntFunction<T> item) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(item).toList();
    }

    private <T> List<T> atLeastOne(Supplier<T> item) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> item.get())
                .toList();
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
