package io.countersign.mfa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** That the rules find out who does not keep them. */
class MfaContractTest {
    @Test
    void whoSendsCodesAsItSaysKeepsEveryRule() {
        assertThat(broken(request -> request.usable().contains(Interaction.SENT_CODE)
                        ? sent(Interaction.SENT_CODE)
                        : MfaOutcome.Denied.notShown("the client cannot carry a code")))
                .isEmpty();
    }

    @Test
    void whoSendsCodesToClientsThatCannotCarryThemIsFoundOut() {
        assertThat(broken(_ -> sent(Interaction.SENT_CODE)))
                .containsExactly(
                        "never asks for what the client cannot carry", "asks for answers only in ways that it names");
    }

    @Test
    void whoSaysOfASentCodeThatTheUserHasItIsFoundOut() {
        assertThat(broken(request -> request.usable().contains(Interaction.CODE)
                        ? sent(Interaction.CODE)
                        : MfaOutcome.Denied.notShown("the client cannot carry a code")))
                .containsExactly("asks for answers only in ways that it names");
    }

    @Test
    void whoCannotHearOfExpiredChallengesIsFoundOut() {
        assertThat(broken(_ -> MfaOutcome.Denied.notShown("no"), true)).contains("hears of challenges that expired");
    }

    private static MfaOutcome sent(Interaction by) {
        return new MfaOutcome.AnswerNeeded(by, "Enter the code that was sent to your phone", new MfaHandle("h"));
    }

    private static List<String> broken(Function<MfaRequest, MfaOutcome> begin) {
        return broken(begin, false);
    }

    private static List<String> broken(Function<MfaRequest, MfaOutcome> begin, boolean cancelThrows) {
        var broken = new ArrayList<String>();
        for (var rule : MfaContract.rules(_ -> new Sms(begin, cancelThrows))) {
            try {
                rule.run();
            } catch (Exception | AssertionError thrown) {
                broken.add(rule.name());
            }
        }
        return broken;
    }

    private record Sms(Function<MfaRequest, MfaOutcome> word, boolean cancelThrows) implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.SENT_CODE);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            return word.apply(request);
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            return MfaOutcome.Denied.notShown("wrong code");
        }

        @Override
        public void cancel(MfaRequest request, MfaHandle handle) {
            if (cancelThrows) {
                throw new IllegalStateException("nothing to cancel");
            }
        }
    }
}
