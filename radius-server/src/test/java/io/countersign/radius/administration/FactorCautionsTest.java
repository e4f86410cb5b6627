package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.plugins.Provider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class FactorCautionsTest {
    private static final PolicyDocument DOCUMENT = PolicyReader.read("policies.yaml", """
            connection-request-policies:
              - {name: All, when: {client-friendly-name: .}, authentication: here, with: [local]}
            network-policies:
              - name: off
                enabled: false
                when: {client-friendly-name: .}
                constraints: {authentication-methods: [pap]}
                access: grant
                mfa: {any-of: [sms]}
              - name: one
                when: {client-friendly-name: .}
                constraints: {authentication-methods: [pap]}
                access: grant
                mfa: {any-of: [entra, totp]}
              - name: two
                when: {client-friendly-name: .}
                constraints: {authentication-methods: [pap]}
                access: grant
                mfa: {any-of: [entra]}
            """);

    @Test
    void tellsEachOnceWhereItsFactorIsNamedFirst() {
        assertThat(FactorCautions.of(
                        DOCUMENT,
                        Map.of(
                                "entra", saying(() -> List.of("calls will end", "and texts")),
                                "totp", saying(List::of),
                                "sms", saying(() -> List.of("is named by no policy in force")))))
                .containsExactly(
                        "policies.yaml:14:20: second factor entra: calls will end",
                        "policies.yaml:14:20: second factor entra: and texts");
    }

    @Test
    void doesWithoutAPluginThatFailsToSayOrIsNotThere() {
        assertThat(FactorCautions.of(DOCUMENT, Map.of("entra", saying(() -> {
                    throw new IllegalStateException("a mistake");
                }))))
                .isEmpty();
    }

    private static Provider saying(Supplier<List<String>> cautions) {
        return new Provider("factor", new Cautious(cautions), Set.of(Interaction.OUT_OF_BAND));
    }

    private record Cautious(Supplier<List<String>> said) implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.OUT_OF_BAND);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            return new MfaOutcome.Approved();
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            return new MfaOutcome.Approved();
        }

        @Override
        public List<String> cautions() {
            return said.get();
        }
    }
}
