package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.PolicyEngine.NetworkDecision.Refused;
import java.net.InetAddress;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
        Conditions endless = new Conditions(
                List.of(new Condition.AttributeHolds(Condition.TextAttribute.USER_NAME, NpsPattern.of("(x+x+)+y"))));
        PolicyEngine engine = network(
                policy("deny", endless, Constraints.NONE, Access.DENY, new SecondFactor.NotReached()),
                policy("grant", ALWAYS, PAP, Access.GRANT, new SecondFactor.None()));
        PolicyEngine.NetworkDecision decision = engine.network(facts("x".repeat(200)));
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(ReasonCode.INTERNAL_ERROR);
            assertThat(refused.policy()).map(NetworkPolicy::name).contains("deny");
        });
        assertThat(decision.trace().steps().getLast().because()).contains("too many steps");
    }

    @Test
    void findsNoConnectionRequestPolicyPastOneItCannotEvaluate() {
        Conditions endless = new Conditions(
                List.of(new Condition.AttributeHolds(Condition.TextAttribute.USER_NAME, NpsPattern.of("(x+x+)+y"))));
        PolicyEngine engine = new PolicyEngine(new PolicyDocument(
                Optional.empty(),
                List.of(),
                List.of(request("endless", endless), request("always", ALWAYS)),
                List.of()));
        assertThat(engine.connectionRequest(facts("x".repeat(200))).policy()).isEmpty();
        assertThat(engine.connectionRequest(facts("alice")).policy())
                .map(ConnectionRequestPolicy::name)
                .contains("always");
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
        assertThat(engine.network(facts("alice")).trace().steps())
                .containsExactly(
                        new Trace.Step("other user", "user-name: ^bob$", false, "alice"),
                        new Trace.Step("always", "day-and-time: Sun-Sat 00:00-24:00", true, "Sun 10:00"),
                        new Trace.Step("always", "authentication-methods: [pap]", true, "pap"),
                        new Trace.Step("always", "access: grant", true, "the account leaves it to the policy"));
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
        assertThatIllegalArgumentException().isThrownBy(() -> network().network(nobody));
    }

    private static ReasonCode reason(PolicyEngine engine) {
        return engine.network(facts("alice")) instanceof Refused refused ? refused.reason() : ReasonCode.SUCCESS;
    }

    private static PolicyEngine network(NetworkPolicy... policies) {
        return new PolicyEngine(new PolicyDocument(Optional.empty(), List.of(), List.of(), List.of(policies)));
    }

    private static ConnectionRequestPolicy request(String name, Conditions when) {
        return new ConnectionRequestPolicy(
                name,
                true,
                "",
                when,
                new ConnectionRequestPolicy.Authentication.Here(),
                Optional.empty(),
                List.of(),
                AT);
    }

    private static NetworkPolicy policy(
            String name, Conditions when, Constraints constraints, Access access, SecondFactor mfa) {
        return new NetworkPolicy(
                name,
                true,
                "",
                when,
                constraints,
                access,
                false,
                false,
                mfa,
                List.of(),
                new DeviceRedirection.Unsaid(),
                AT);
    }

    private static Facts facts(String user) {
        return new Facts(
                "vpn-01",
                ClientType.STANDARD,
                InetAddress.getLoopbackAddress(),
                "standard",
                attribute -> attribute.equals("User-Name") ? List.of(user) : List.of(),
                AuthenticationMethod.PAP,
                LocalDateTime.parse("2026-03-01T10:00:30").atZone(ZoneOffset.UTC),
                Optional.of(new Facts.Account(user, Set.of(), DialIn.ABSENT)));
    }
}
