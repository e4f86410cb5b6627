package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the words of providers bear on who is asked next. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecondFactorsTest {
    private static final Duration PAUSE = PromptSettings.DEFAULT.pause();

    private final AtomicLong nanos = new AtomicLong();
    private final SecondFactors factors = new SecondFactors(
            new ProviderCalls(InstantSource.system()),
            new PromptLimits(PromptSettings.DEFAULT, nanos::get),
            InstantSource.system());
    private final Sms sms = new Sms();
    private final Push push = new Push();

    /** The one that was asked for last. */
    private Login login = login();

    @Test
    void aThousandLoginsThatNobodyAnswersSendTwentyCodes() {
        for (int i = 0; i < 1_000; i++) {
            ask(sms);
        }

        assertThat(sms.sent).hasValue(20);
        assertThat(ask(sms)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void whoWaitsIsSentTwentyCodesADay() {
        for (int i = 0; i < 100; i++) {
            ask(sms);
            nanos.addAndGet(PAUSE.toNanos());
        }

        assertThat(sms.sent).hasValue(20);
        assertThat(ask(sms))
                .isInstanceOfSatisfying(
                        FactorOutcome.Denied.class,
                        denied -> assertThat(denied.reason()).contains("20 codes were sent to the user within a day"));
    }

    @Test
    void wrongAnswersToSentCodesEndThem() {
        for (int i = 0; i < 30; i++) {
            if (ask(sms) instanceof FactorOutcome.AnswerNeeded(var _, var _, var handle)) {
                answer(handle, "wrong");
            }
        }

        assertThat(sms.sent).hasValue(20);
    }

    @Test
    void promptsThatNobodyAnswersPauseNobodyButTwentyAnHourAreEnough() {
        push.says = MfaOutcome.Denied.notShown("no answer");
        for (int i = 0; i < 19; i++) {
            ask(push);
        }
        push.says = new MfaOutcome.Approved();
        assertThat(ask(push)).isEqualTo(new FactorOutcome.Approved());

        push.says = MfaOutcome.Denied.notShown("no answer");
        for (int i = 0; i < 30; i++) {
            ask(push);
        }
        assertThat(push.asked).hasValue(40);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        push.says = new MfaOutcome.Approved();
        assertThat(ask(push)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void rightAnswersToSentCodesBringNone() {
        for (int i = 0; i < 12; i++) {
            var asked = (FactorOutcome.AnswerNeeded) ask(sms);
            assertThat(answer(asked.handle(), "right")).isEqualTo(new FactorOutcome.Approved());
        }

        assertThat(sms.sent).hasValue(12);
    }

    @Test
    void afterFiveFaultsOfTheServiceTheSixthLoginIsAsked() {
        push.says = MfaOutcome.Denied.fault("HTTP 503");
        for (int i = 0; i < 5; i++) {
            assertThat(ask(push)).isInstanceOf(FactorOutcome.Denied.class);
        }
        push.says = new MfaOutcome.Approved();

        assertThat(ask(push)).isEqualTo(new FactorOutcome.Approved());
        assertThat(push.asked).hasValue(6);
    }

    @Test
    void afterFiveRefusalsOfTheUserTheSixthLoginIsNotAsked() {
        push.says = MfaOutcome.Denied.byUser("pressed Deny");
        for (int i = 0; i < 6; i++) {
            assertThat(ask(push)).isInstanceOf(FactorOutcome.Denied.class);
        }

        assertThat(push.asked).hasValue(5);
    }

    @Test
    void aProviderThatThrowsPausesNobody() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask(new Throwing())).isInstanceOf(FactorOutcome.Denied.class);
        }
        push.says = new MfaOutcome.Approved();

        assertThat(ask(push)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void anApprovalOfAnAnswerThatComesTooLateIsToldAndAdmitsNobody() throws Exception {
        var dropped = new CompletableFuture<String>();
        var asked = (FactorOutcome.AnswerNeeded) ask(sms);
        sms.takesUntil = new CountDownLatch(1);
        var patience = Duration.between(login.receivedAt(), login.answerBy());
        var almostOver = login(InstantSource.system().instant().minus(patience).plusMillis(500));

        assertThat(factors.answer(almostOver, provider(sms), asked.handle(), "right", dropped::complete))
                .isInstanceOf(FactorOutcome.Denied.class);
        assertThat(dropped).isNotDone();
        sms.takesUntil.countDown();

        assertThat(dropped.get(10, TimeUnit.SECONDS)).isEqualTo("test");
        assertThat(sms.tooLate.get(10, TimeUnit.SECONDS)).isEqualTo(almostOver.id());
    }

    private FactorOutcome ask(MfaProvider plugin) {
        login = login();
        return factors.ask(login, List.of(provider(plugin)), _ -> {}).outcome();
    }

    private FactorOutcome answer(MfaHandle handle, String text) {
        return factors.answer(login, provider(sms), handle, text, _ -> {});
    }

    private static Provider provider(MfaProvider plugin) {
        return new Provider("test", plugin, plugin.interactions());
    }

    /** A login through a client that can show challenges. */
    private static Login login() {
        return login(InstantSource.system().instant());
    }

    private static Login login(Instant receivedAt) {
        return Logins.vpn("203.0.113.7", receivedAt)
                .usable(EnumSet.allOf(Interaction.class))
                .login();
    }

    /** Sends a code at each begin. */
    private static final class Sms implements MfaProvider {
        private final AtomicInteger sent = new AtomicInteger();
        private final CompletableFuture<String> tooLate = new CompletableFuture<>();

        /** It looks at answers only then, and minds no interrupt. */
        private volatile CountDownLatch takesUntil = new CountDownLatch(0);

        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.SENT_CODE);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            sent.incrementAndGet();
            return new MfaOutcome.AnswerNeeded(
                    Interaction.SENT_CODE, "Enter the code that was sent to your phone", new MfaHandle("h"));
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            while (takesUntil.getCount() > 0) {
                Thread.onSpinWait();
            }
            return event.equals(new MfaEvent.Answer("right"))
                    ? new MfaOutcome.Approved()
                    : MfaOutcome.Denied.notShown("wrong code");
        }

        @Override
        public void approvedTooLate(MfaRequest request) {
            tooLate.complete(request.loginId());
        }
    }

    /** Says of each begin what it was told to say. */
    private static final class Push implements MfaProvider {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile MfaOutcome says = new MfaOutcome.Approved();

        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.OUT_OF_BAND);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            asked.incrementAndGet();
            return says;
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            return says;
        }
    }

    /** Breaks whenever it is asked. */
    private static final class Throwing implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.OUT_OF_BAND);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            throw new IllegalStateException("broken");
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            throw new IllegalStateException("broken");
        }
    }
}
