package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.PolicyEngine.NetworkDecision.Refused;
import java.net.InetAddress;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be said in the example files: policies that no document can hold, and what a trace says. */
class PolicyEngineTest {
    private static final Location AT = new Location("test", 1, 1);
    private static final Conditions ALWAYS =
            new Conditions(List.of(new Condition.At(DayAndTime.parse("Sun-Sat 00:00-24:00"))));
    private static final Constraints PAP = new Constraints(
            Set.of(AuthenticationMethod.PAP),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    @Test
    void refusesRatherThanSkipADenyItCannotEvaluate() {
        Conditions unsearchable = new Conditions(
                List.of(new Condition.AttributeHolds(Condition.TextAttribute.USER_NAME, NpsPattern.of("(x+x+)+y"))));
        PolicyEngine engine = network(
                policy("deny", unsearchable, Constraints.NONE, Access.DENY, new SecondFactor.NotReached()),
                policy("grant", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()));
        PolicyEngine.NetworkDecision decision =
                engine.network(facts("x".repeat(NpsPattern.MAX_SEARCHED + 1)), Set.of());
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(ReasonCode.INTERNAL_ERROR);
            assertThat(refused.policy()).map(NetworkPolicy::name).contains("deny");
        });
        assertThat(decision.why().trace().steps().getLast().because()).contains("too long");
    }

    @Test
    void findsNoConnectionRequestPolicyPastOneItCannotEvaluate() {
        Conditions unsearchable = new Conditions(
                List.of(new Condition.AttributeHolds(Condition.TextAttribute.USER_NAME, NpsPattern.of("(x+x+)+y"))));
        PolicyEngine engine = new PolicyEngine(new PolicyDocument(
                Optional.empty(),
                List.of(),
                List.of(request("unsearchable", unsearchable), request("always", ALWAYS)),
                List.of()));
        assertThat(engine.connectionRequest(facts("x".repeat(NpsPattern.MAX_SEARCHED + 1)))
                        .policy())
                .isEmpty();
        assertThat(engine.connectionRequest(facts("alice")).policy())
                .map(ConnectionRequestPolicy::name)
                .contains("always");
    }

    /** What RFC 5952 shortens, an administrator may have written out, and the other way round. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            ^2001:db8::1$                             ~ 2001:db8::1
            ^2001:DB8::1$                             ~ 2001:db8::1
            2001:db8:0:0:0:0:0:1                      ~ 2001:db8::1
            ^2001:0db8:0000:0000:0000:0000:0000:0001$ ~ 2001:db8::1
            ^2001:0db8::1$                            ~ 2001:db8::1
            ^2001:db8:0::1$                           ~ 2001:db8::1
            ^2001:db8:0::                             ~ 2001:db8::1
            ^2001:0db8:0:                             ~ 2001:db8::1
            ^2001:0db8:[0-9a-f]{4}:                   ~ 2001:db8::1
            ^2001:db8:(0:)+1$                         ~ 2001:db8::1
            ^(2001:db8::2|2001:0DB8::0001)$           ~ 2001:db8::1
            ^2001\\.db8|2001\\:db8\\:\\:1$            ~ 2001:db8::1
            ^2001:db8:0:0:1::1$                       ~ 2001:db8::1:0:0:1
            ^0:0:0:0:0:0:0:1$                         ~ ::1
            ^::ffff:192.0.2.1$                        ~ ::ffff:192.0.2.1
            ^::ffff:c000:0201$                        ~ ::ffff:192.0.2.1
            ^0:0:0:0:0:FFFF:192\\.0\\.2\\.            ~ ::ffff:192.0.2.1
            ^192\\.0\\.2\\.1$                          ~ ::ffff:192.0.2.1
            ^2001:db8::1$                             ~ 2001:0DB8:0:0::1
            ^2001\\:0db8\\:0:1::                      ~ 2001:db8:0:1::7
            ^2001:0db8:0a                             ~ 2001:db8:a00::1
            """)
    void skipsNoDenyBySpelling(String pattern, String address) {
        PolicyEngine engine = denyingFrom(pattern);
        assertThat(reason(engine, Facts.Values.of(List.of(address)))).isEqualTo(ReasonCode.DIAL_IN_PERMISSION_DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "^2001:db8::1$, 2001:db8::2",
        "^2001:db8::1$, 2001:db8::10",
        "^2001:0db8:0a, 2001:db8:abcd::1",
        "^02, 2001:db8::1",
        "08:, 2001:1118::1",
        "^2001:db8::1$, 2001:db8:1::1",
        "^2001:db8:[^:0a], 2001:db8::1",
        "^192\\.0\\.2\\.1$, ::ffff:192.0.2.10",
        "^00:1b:44:11:3a:b7$, 0:1b:44:11:3a:b7",
    })
    void takesNoOtherAddressForIt(String pattern, String address) {
        assertThat(reason(denyingFrom(pattern), Facts.Values.of(List.of(address))))
                .isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void readsNoMoreThanFourAddressesOfOneAttribute() {
        PolicyEngine engine = denyingFrom("^2001:db8::1$");
        assertThat(reason(engine, Facts.Values.of(Collections.nCopies(4, "::"))))
                .isEqualTo(ReasonCode.SUCCESS);
        assertThat(reason(engine, Facts.Values.of(Collections.nCopies(5, "::"))))
                .isEqualTo(ReasonCode.INTERNAL_ERROR);
    }

    @Test
    void neitherHoldsNorSkipsByAValueThatCannotBeRead() {
        PolicyEngine engine = denyingFrom("^2001:db8::1$");
        assertThat(reason(engine, new Facts.Values(List.of(), false))).isEqualTo(ReasonCode.INTERNAL_ERROR);
        assertThat(reason(engine, new Facts.Values(List.of("2001:db8::1"), false)))
                .isEqualTo(ReasonCode.INTERNAL_ERROR);
        assertThat(reason(engine, Facts.Values.NONE)).isEqualTo(ReasonCode.SUCCESS);
        PolicyEngine named = network(policy(
                "virtual",
                new Conditions(List.of(new Condition.AttributeIs(
                        Condition.EnumeratedAttribute.NAS_PORT_TYPE, List.of(new Located<>("Virtual", AT))))),
                PAP,
                Access.GRANT,
                new SecondFactor.None()));
        assertThat(reason(named, Facts.Values.of(List.of("5", "Virtual")))).isEqualTo(ReasonCode.SUCCESS);
        assertThat(reason(named, new Facts.Values(List.of("5", "Virtual"), false)))
                .isEqualTo(ReasonCode.INTERNAL_ERROR);
        assertThat(named.network(facts("alice", new Facts.Values(List.of(), false)), Set.of())
                        .why()
                        .trace()
                        .steps()
                        .getLast()
                        .because())
                .isEqualTo("NAS-Port-Type is not what its type says and cannot be read");
    }

    private static PolicyEngine denyingFrom(String pattern) {
        Conditions from = new Conditions(List.of(
                new Condition.AttributeHolds(Condition.TextAttribute.NAS_IPV6_ADDRESS, NpsPattern.of(pattern))));
        return network(
                policy("deny", from, PAP, Access.DENY, new SecondFactor.None()),
                policy("grant", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()));
    }

    private static ReasonCode reason(PolicyEngine engine, Facts.Values said) {
        return reason(engine.network(facts("alice", said), Set.of()));
    }

    @Test
    void neverMatchesWithoutAnyCondition() {
        PolicyEngine engine =
                network(policy("empty", new Conditions(List.of()), PAP, Access.GRANT, new SecondFactor.None()));
        assertThat(reason(engine)).isEqualTo(ReasonCode.NO_NETWORK_POLICY_MATCHED);
    }

    @Test
    void grantsNothingWithoutAnAuthenticationMethod() {
        PolicyEngine engine =
                network(policy("any method", ALWAYS, Constraints.NONE, Access.GRANT, new SecondFactor.None()));
        assertThat(reason(engine)).isEqualTo(ReasonCode.AUTHENTICATION_METHOD_NOT_ENABLED);
    }

    @Test
    void grantsNothingWithoutAWordOnTheSecondFactor() {
        PolicyEngine engine = network(policy("silent", ALWAYS, PAP, Access.GRANT, new SecondFactor.NotReached()));
        assertThat(reason(engine)).isEqualTo(ReasonCode.DIAL_IN_PERMISSION_DENIED);
    }

    @Test
    void tracesEveryRuleWithWhatTheRequestSaid() {
        PolicyEngine engine = network(
                policy(
                        "other user",
                        new Conditions(List.of(new Condition.AttributeHolds(
                                Condition.TextAttribute.USER_NAME, NpsPattern.of("^bob$")))),
                        PAP,
                        Access.GRANT,
                        new SecondFactor.None()),
                policy("always", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()));
        assertThat(engine.network(facts("alice"), Set.of()).why().trace().steps())
                .containsExactly(
                        new Trace.Step("other user", "user-name: ^bob$", false, "alice"),
                        new Trace.Step("always", "day-and-time: Sun-Sat 00:00-24:00", true, "Sun 10:00"),
                        new Trace.Step("always", "authentication-methods: [pap]", true, "pap"),
                        new Trace.Step("always", "access: grant", true, "the account leaves it to the policy"));
    }

    @Test
    void tracesForWhichServersAPolicyIs() {
        PolicyEngine engine = network(
                policy("always", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()),
                ofType(
                        NetworkAccessServerType.RD_GATEWAY,
                        policy("gateways", ALWAYS, PAP, Access.GRANT, new SecondFactor.None())));
        assertThat(engine.network(facts("alice"), Set.of()).why().trace().steps())
                .startsWith(new Trace.Step(
                        "gateways",
                        "type-of-network-access-server: rd-gateway",
                        false,
                        "unspecified, by the client's type"))
                .last()
                .extracting(Trace.Step::policy)
                .isEqualTo("always");
        assertThat(engine.network(facts("alice", Facts.Values.of(List.of("1", "Terminal-Server-Gateway"))), Set.of())
                        .why()
                        .trace()
                        .steps())
                .startsWith(new Trace.Step(
                        "gateways", "type-of-network-access-server: rd-gateway", true, "1, Terminal-Server-Gateway"));
        assertThat(engine.network(facts("alice", new Facts.Values(List.of(), false)), Set.of())
                        .why()
                        .trace()
                        .steps())
                .containsExactly(new Trace.Step(
                        "gateways",
                        "type-of-network-access-server: rd-gateway",
                        false,
                        "MS-Network-Access-Server-Type is not what its type says and cannot be read"));
    }

    /** Whatever a document could not say: without a condition, a policy for a type matches nothing either. */
    @Test
    void neverMatchesByItsTypeAlone() {
        PolicyEngine engine = network(ofType(
                NetworkAccessServerType.RD_GATEWAY,
                policy("empty", new Conditions(List.of()), PAP, Access.GRANT, new SecondFactor.None())));
        assertThat(reason(engine, Facts.Values.of(List.of("1")))).isEqualTo(ReasonCode.NO_NETWORK_POLICY_MATCHED);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@old, true, alice@old becomes alice",
        "alice, true, alice stays",
        "@old, false, '@old cannot be changed, or nothing is left of it'"
    })
    void tracesWhatBecomesOfAChangedAttribute(String name, boolean held, String because) {
        AttributeManipulation manipulation = new AttributeManipulation(
                AttributeManipulation.Target.USER_NAME, List.of(new AttributeRewrite(NpsPattern.of("@.*"), "")));
        PolicyEngine engine = new PolicyEngine(new PolicyDocument(
                Optional.empty(), List.of(), List.of(request("realm", ALWAYS, Optional.of(manipulation))), List.of()));
        assertThat(engine.connectionRequest(facts(name)).why().trace().steps().getLast())
                .isEqualTo(new Trace.Step("realm", "attribute-manipulation: User-Name", held, because));
    }

    @Test
    void tracesFromWhereAnAccountMayDialIn() {
        PolicyEngine engine = network(policy("always", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()));
        Facts alice = facts("alice", Facts.Values.of(List.of("0301235")));
        Facts held = new Facts(
                alice.clientName(),
                alice.clientType(),
                alice.clientAddress(),
                alice.clientVendor(),
                alice.attributes(),
                alice.method(),
                alice.at(),
                Optional.of(new Facts.Account(
                        "alice", Groups.NONE, new DialInProperties(DialIn.ALLOW, List.of("0301234"), Map.of()))));
        PolicyEngine.NetworkDecision decision = engine.network(held, Set.of());
        assertThat(reason(decision)).isEqualTo(ReasonCode.CALLING_STATION_ID);
        assertThat(decision.why().trace().steps().getLast())
                .isEqualTo(new Trace.Step("always", "the account's caller IDs: [0301234]", false, "0301235"));
    }

    /** Long s is a letter of its own in names: nobody gets into a group by making one whose name looks alike. */
    @Test
    void takesNoOtherLetterForAlikeInTheNameOfAGroup() {
        assertThat(reason(grantingTo("local\\VPN Users"))).isEqualTo(ReasonCode.NO_NETWORK_POLICY_MATCHED);
        assertThat(reason(grantingTo("LOCAL\\vpn u\u017Fers"))).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void asksForAnAttributeOnceHoweverManyPoliciesNameIt() {
        AtomicInteger asked = new AtomicInteger();
        NetworkPolicy[] policies = IntStream.range(0, 100)
                .mapToObj(i -> policy(
                        "policy " + i,
                        new Conditions(List.of(new Condition.AttributeHolds(
                                Condition.TextAttribute.NAS_IDENTIFIER, NpsPattern.of("^nas-" + i + "$")))),
                        PAP,
                        Access.GRANT,
                        new SecondFactor.None()))
                .toArray(NetworkPolicy[]::new);
        Facts alice = facts("alice");
        Facts counted = new Facts(
                alice.clientName(),
                alice.clientType(),
                alice.clientAddress(),
                alice.clientVendor(),
                attribute -> {
                    asked.incrementAndGet();
                    return Facts.Values.NONE;
                },
                alice.method(),
                alice.at(),
                alice.account());
        assertThat(network(policies).network(counted, Set.of())).isInstanceOf(Refused.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void tellsOnlyOfThePoliciesThatCameNearest() {
        List<NetworkPolicy> policies = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            policies.add(policy("far " + i, userName("^bob$"), PAP, Access.GRANT, new SecondFactor.None()));
        }
        policies.set(
                777,
                policy(
                        "near",
                        new Conditions(List.of(
                                userName("^alice$").all().getFirst(),
                                new Condition.OfMethod(Set.of(AuthenticationMethod.CHAP)))),
                        PAP,
                        Access.GRANT,
                        new SecondFactor.None()));
        policies.add(policy("deny " + "x".repeat(1000), ALWAYS, PAP, Access.DENY, new SecondFactor.NotReached()));
        Why why = network(policies.toArray(NetworkPolicy[]::new))
                .network(facts("alice"), Set.of())
                .why();
        assertThat(why.trace().others()).isEqualTo(990);
        assertThat(why.trace().steps())
                .hasSize(13)
                .allSatisfy(step -> assertThat(step.policy()).hasSizeLessThanOrEqualTo(100))
                .extracting(Trace.Step::policy)
                .startsWith("far 0", "far 1", "far 2", "far 3", "far 4", "far 5", "far 6", "far 7", "far 8", "near");
        assertThat(why.wholeTrace().others()).isZero();
        assertThat(why.wholeTrace().steps()).hasSize(1004);
    }

    @Test
    void asksForALookedUpUser() {
        Facts facts = facts("alice");
        Facts nobody = new Facts(
                facts.clientName(),
                facts.clientType(),
                facts.clientAddress(),
                facts.clientVendor(),
                facts.attributes(),
                facts.method(),
                facts.at(),
                Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> network().network(nobody, Set.of()));
    }

    private static PolicyEngine grantingTo(String group) {
        Conditions members = new Conditions(List.of(new Condition.UserGroups(List.of(new Located<>(group, AT)))));
        return network(policy("members", members, PAP, Access.GRANT, new SecondFactor.None()));
    }

    private static Conditions userName(String pattern) {
        return new Conditions(
                List.of(new Condition.AttributeHolds(Condition.TextAttribute.USER_NAME, NpsPattern.of(pattern))));
    }

    private static ReasonCode reason(PolicyEngine engine) {
        return reason(engine.network(facts("alice"), Set.of()));
    }

    private static ReasonCode reason(PolicyEngine.NetworkDecision decision) {
        return decision instanceof Refused refused ? refused.reason() : ReasonCode.SUCCESS;
    }

    private static PolicyEngine network(NetworkPolicy... policies) {
        return new PolicyEngine(new PolicyDocument(Optional.empty(), List.of(), List.of(), List.of(policies)));
    }

    private static ConnectionRequestPolicy request(String name, Conditions when) {
        return request(name, when, Optional.empty());
    }

    private static ConnectionRequestPolicy request(
            String name, Conditions when, Optional<AttributeManipulation> manipulation) {
        return new ConnectionRequestPolicy(
                name,
                true,
                "",
                NetworkAccessServerType.UNSPECIFIED,
                when,
                new ConnectionRequestPolicy.Authentication.Here(),
                Optional.empty(),
                List.of(),
                Set.of(),
                manipulation,
                List.of(),
                AT);
    }

    private static NetworkPolicy policy(
            String name, Conditions when, Constraints constraints, Access access, SecondFactor mfa) {
        return new NetworkPolicy(
                name,
                true,
                "",
                NetworkAccessServerType.UNSPECIFIED,
                when,
                constraints,
                access,
                false,
                false,
                mfa,
                ReplySettings.NONE,
                AT);
    }

    private static NetworkPolicy ofType(NetworkAccessServerType type, NetworkPolicy policy) {
        return new NetworkPolicy(
                policy.name(),
                true,
                "",
                type,
                policy.when(),
                policy.constraints(),
                policy.access(),
                false,
                false,
                policy.mfa(),
                ReplySettings.NONE,
                AT);
    }

    private static Facts facts(String user) {
        return facts(user, Facts.Values.NONE);
    }

    /** A request with values of any attribute besides the user's name. */
    private static Facts facts(String user, Facts.Values others) {
        return new Facts(
                "vpn-01",
                ClientType.STANDARD,
                InetAddress.getLoopbackAddress(),
                "standard",
                attribute -> attribute.equals("User-Name") ? Facts.Values.of(List.of(user)) : others,
                AuthenticationMethod.PAP,
                LocalDateTime.parse("2026-03-01T10:00:30").atZone(ZoneOffset.UTC),
                Optional.of(new Facts.Account(user, Groups.of(Set.of("local\\VPN U\u017Fers")), DialIn.ABSENT)));
    }
}
