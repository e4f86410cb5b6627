package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome.Denied.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PromptLimitsTest {
    private static final Set<Interaction> PUSH = Set.of(Interaction.OUT_OF_BAND);
    private static final Set<Interaction> SMS = Set.of(Interaction.SENT_CODE);
    private static final Set<Interaction> APP = Set.of(Interaction.CODE);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final PromptLimits manyCodes = new PromptLimits(new PromptSettings(3, PAUSE, 1_000), nanos::get);
    private final PromptLimits limits = new PromptLimits(new PromptSettings(3, PAUSE, 4), nanos::get);

    @Test
    void denialsByTheUserBringAPause() {
        times(2, () -> limits.asked("alice", PUSH, denied(Kind.BY_USER)));
        assertThat(limits.refusal("alice", PUSH)).isEmpty();

        limits.asked("alice", PUSH, denied(Kind.BY_USER));

        assertThat(limits.refusal("alice", PUSH))
                .hasValueSatisfying(why -> assertThat(why).contains("refused too many prompts in a row"));
        assertThat(limits.refusal("bob", PUSH)).isEmpty();
    }

    @Test
    void promptsThatNobodyAnswersPauseNobodyButThereAreTwentyAnHour() {
        times(19, () -> limits.asked("alice", PUSH, denied(Kind.NOT_SHOWN)));
        assertThat(limits.refusal("alice", PUSH)).isEmpty();

        limits.asked("alice", PUSH, denied(Kind.NOT_SHOWN));
        assertThat(limits.refusal("alice", PUSH))
                .hasValueSatisfying(why -> assertThat(why).contains("nobody answered 20 prompts"));
        assertThat(limits.refusal("alice", APP)).isEmpty();
        forward(Duration.ofHours(1));
        assertThat(limits.refusal("alice", PUSH)).isEmpty();
    }

    @Test
    void faultsOfTheServiceBringNone() {
        times(100, () -> limits.asked("alice", PUSH, denied(Kind.FAULT)));

        assertThat(limits.refusal("alice", PUSH)).isEmpty();
    }

    @Test
    void wrongCodesOfAnAppBringNone() {
        times(100, () -> {
            limits.asked("alice", APP, challenge(Interaction.CODE));
            limits.answered("alice", APP, denied(Kind.NOT_SHOWN));
        });

        assertThat(limits.refusal("alice", PUSH)).isEmpty();
        assertThat(limits.refusal("alice", SMS)).isEmpty();
    }

    @Test
    void aPauseLeavesCodesOfAnAppAlone() {
        times(3, () -> limits.asked("alice", PUSH, denied(Kind.BY_USER)));

        assertThat(limits.refusal("alice", APP)).isEmpty();
        assertThat(limits.refusal("alice", SMS)).isPresent();
    }

    @Test
    void aPauseEndsByAClockThatNobodySets() {
        times(3, () -> limits.asked("alice", PUSH, denied(Kind.BY_USER)));

        forward(PAUSE.minusMillis(1));
        assertThat(limits.refusal("alice", PUSH)).isPresent();
        forward(Duration.ofMillis(1));
        assertThat(limits.refusal("alice", PUSH)).isEmpty();
    }

    @Test
    void anApprovalStartsTheCountAnew() {
        times(2, () -> limits.asked("alice", PUSH, denied(Kind.BY_USER)));
        limits.asked("alice", PUSH, new FactorOutcome.Approved());
        times(2, () -> limits.asked("alice", PUSH, denied(Kind.BY_USER)));

        assertThat(limits.refusal("alice", PUSH)).isEmpty();
    }

    @Test
    void codesThatAreNeverAnsweredAreSuchPrompts() {
        times(20, () -> manyCodes.asked("alice", SMS, challenge(Interaction.SENT_CODE)));

        assertThat(manyCodes.refusal("alice", SMS)).isPresent();
        assertThat(manyCodes.refusal("alice", PUSH)).isPresent();
    }

    @Test
    void aWrongAnswerToASentCodeCountsOnce() {
        times(19, () -> {
            manyCodes.asked("alice", SMS, challenge(Interaction.SENT_CODE));
            manyCodes.answered("alice", SMS, denied(Kind.NOT_SHOWN));
        });
        assertThat(manyCodes.refusal("alice", SMS)).isEmpty();

        manyCodes.asked("alice", SMS, challenge(Interaction.SENT_CODE));
        assertThat(manyCodes.refusal("alice", SMS)).isPresent();
    }

    @Test
    void aCodeThatIsSentAnewInALaterRoundCounts() {
        manyCodes.asked("alice", SMS, challenge(Interaction.SENT_CODE));
        times(19, () -> manyCodes.answered("alice", SMS, challenge(Interaction.SENT_CODE)));

        assertThat(manyCodes.refusal("alice", SMS)).isPresent();
    }

    @Test
    void aSentCodeThatTheServiceCouldNotCheckIsForgiven() {
        times(30, () -> {
            manyCodes.asked("alice", SMS, challenge(Interaction.SENT_CODE));
            manyCodes.answered("alice", SMS, denied(Kind.FAULT));
        });

        assertThat(manyCodes.refusal("alice", SMS)).isEmpty();
    }

    @Test
    void rightAnswersDoNotLiftTheCeilingOfADay() {
        times(4, () -> {
            assertThat(limits.refusal("alice", SMS)).isEmpty();
            limits.asked("alice", SMS, challenge(Interaction.SENT_CODE));
            limits.answered("alice", SMS, new FactorOutcome.Approved());
            forward(Duration.ofHours(1));
        });

        assertThat(limits.refusal("alice", SMS))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("4 codes were sent").contains("prompts.sent-codes-per-day"));
        assertThat(limits.refusal("alice", PUSH)).isEmpty();
        assertThat(limits.refusal("alice", APP)).isEmpty();
        assertThat(limits.refusal("bob", SMS)).isEmpty();
    }

    @Test
    void aDayAfterTheFirstCodeThereCanBeMore() {
        times(4, () -> {
            limits.asked("alice", SMS, challenge(Interaction.SENT_CODE));
            limits.answered("alice", SMS, new FactorOutcome.Approved());
            forward(Duration.ofHours(5));
        });

        assertThat(limits.refusal("alice", SMS)).isPresent();
        forward(Duration.ofHours(4));
        assertThat(limits.refusal("alice", SMS)).isEmpty();
    }

    private static void times(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    private void forward(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    private static FactorOutcome denied(Kind kind) {
        return new FactorOutcome.Denied(kind, "no");
    }

    private static FactorOutcome challenge(Interaction by) {
        return new FactorOutcome.AnswerNeeded(by, "Code?", new MfaHandle("h"));
    }
}
