package io.countersign.radius.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.contract.MfaContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(20)
class ProviderCallsTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final InstantSource CLOCK = InstantSource.system();

    private static final ProviderCalls.LateApproval NOBODY = () -> {};

    private final ProviderCalls calls = new ProviderCalls(CLOCK);
    private final ProviderCalls narrow = new ProviderCalls(CLOCK, 1, PATIENCE);

    @Test
    void handsOnWhatThePluginSays() {
        assertThat(begin(MfaOutcome.Approved::new)).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void deniesWhatIsNoAnswer() {
        assertThat(begin(() -> null)).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(begin(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(MfaOutcome.Denied.class);
        assertThat(begin(() -> {
                    throw new NoClassDefFoundError("broken");
                }))
                .isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void interruptsAndDeniesACallThatIsLate() throws Exception {
        var interrupted = new CountDownLatch(1);
        var outcome = begin(() -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException ended) {
                interrupted.countDown();
            }
            return new MfaOutcome.Approved();
        });

        assertThat(outcome).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesBackWhatACallThatWasLeftBehindOpens() throws Exception {
        for (var opened : List.of(
                new MfaOutcome.Waiting(new MfaHandle("h"), Duration.ofSeconds(1)),
                new MfaOutcome.AnswerNeeded(Interaction.CODE, "Code?", new MfaHandle("h")))) {
            var answers = new CountDownLatch(1);
            var cancelled = new CountDownLatch(1);
            var slow = new Provider("test", new SlowPrompt(answers, opened, cancelled), Set.of(Interaction.CODE));
            assertThat(calls.begin(slow, request(), NOBODY)).isInstanceOf(MfaOutcome.Denied.class);
            answers.countDown();

            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallThatMindsNoInterruptKeepsItsPlaceAndHoldsNobodyElseUp() {
        var end = new CountDownLatch(1);
        var hanging = provider(() -> stubborn(end));
        assertThat(narrow.begin(hanging, request(), NOBODY)).isInstanceOf(MfaOutcome.Denied.class);

        assertThat(narrow.begin(hanging, request(), NOBODY)).isInstanceOf(MfaOutcome.Unavailable.class);
        assertThat(narrow.resume(hanging, request(), new MfaHandle("h"), new MfaEvent.Poll(), NOBODY))
                .isInstanceOf(MfaOutcome.Denied.class);
        narrow.cancel(hanging, request(), new MfaHandle("h"));
        end.countDown();
    }

    @Test
    void whatHangsTakesNoPlaceOfWhatAReloadPutsInItsPlace() {
        var end = new CountDownLatch(1);
        narrow.begin(provider(() -> stubborn(end)), request(), NOBODY);

        assertThat(narrow.begin(provider(MfaOutcome.Approved::new), request(Duration.ofMinutes(1)), NOBODY))
                .isEqualTo(new MfaOutcome.Approved());
        end.countDown();
    }

    @Test
    void pluginsThatAreGoneAreForgotten() throws Exception {
        for (int reload = 1; reload <= 1_000; reload++) {
            narrow.begin(provider(MfaOutcome.Approved::new), request(Duration.ofMinutes(1)), NOBODY);
        }
        for (int i = 0; i < 100 && narrow.plugins() > 10; i++) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(narrow.plugins()).isLessThanOrEqualTo(10);
    }

    @Test
    void deniesAWayOfAskingThatThePluginHasNotNamed() {
        var outcome = begin(() -> new MfaOutcome.AnswerNeeded(Interaction.SENT_CODE, "Code?", new MfaHandle("h")));

        assertThat(outcome).isInstanceOfSatisfying(MfaOutcome.Denied.class, denied -> {
            assertThat(denied.kind()).isEqualTo(MfaOutcome.Denied.Kind.FAULT);
            assertThat(denied.reason()).contains("SENT_CODE");
        });
    }

    @Test
    void aPlaceIsFreeAgainWhenTheAnswerIsHeard() {
        var willing = provider(MfaOutcome.Approved::new);
        for (int call = 1; call <= 200; call++) {
            assertThat(narrow.begin(willing, request(Duration.ofMinutes(1)), NOBODY))
                    .isEqualTo(new MfaOutcome.Approved());
        }
    }

    @Test
    void onceSomebodyMayHaveBeenPromptedNothingOpensAWayRound() {
        for (var said : List.of(new MfaOutcome.Unavailable("gone"), new MfaOutcome.NotEnrolled("no phone"))) {
            for (var event : List.of(new MfaEvent.Poll(), new MfaEvent.Answer("123456"))) {
                assertThat(calls.resume(provider(() -> said), request(), new MfaHandle("h"), event, NOBODY))
                        .isInstanceOf(MfaOutcome.Denied.class);
            }
            assertThat(begin(() -> said)).isEqualTo(said);
        }
    }

    @Test
    void promptsNobodyAfterTheDeadline() {
        var prompts = new AtomicInteger();
        var phone = provider(() -> {
            prompts.incrementAndGet();
            return new MfaOutcome.Approved();
        });
        for (int call = 1; call <= 3; call++) {
            assertThat(narrow.begin(phone, request(Duration.ZERO), NOBODY)).isInstanceOf(MfaOutcome.Denied.class);
        }

        assertThat(narrow.begin(phone, request(Duration.ofMinutes(1)), NOBODY)).isEqualTo(new MfaOutcome.Approved());
        assertThat(prompts).hasValue(1);
    }

    @Test
    void interruptsACancelThatIsLateAndHoldsNobodyUpMeanwhile() throws Exception {
        var interrupted = new CountDownLatch(1);
        var stuck = new Provider("test", new StuckCancel(interrupted), Set.of(Interaction.OUT_OF_BAND));
        narrow.cancel(stuck, request(), new MfaHandle("h"));

        assertThat(interrupted.getCount()).isEqualTo(1);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void deniesAnAnswerThatTheClientCannotCarry() {
        var outcome = calls.begin(
                provider(() -> new MfaOutcome.AnswerNeeded(Interaction.CODE, "Code?", new MfaHandle("h"))),
                request(EnumSet.of(Interaction.OUT_OF_BAND)),
                NOBODY);

        assertThat(outcome).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void cutsAPromptBetweenCharactersToWhatAnAttributeHolds() {
        var outcome = begin(() -> new MfaOutcome.AnswerNeeded(Interaction.CODE, "€😀".repeat(100), new MfaHandle("h")));

        var prompt = ((MfaOutcome.AnswerNeeded) outcome).prompt();
        assertThat(prompt.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(247, 253);
        assertThat("€😀".repeat(100)).startsWith(prompt);
        assertThat(prompt).doesNotEndWith("\ud83d");
    }

    @Test
    void logsNoMessageOfAnException() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(ProviderCalls.class);
        logger.addAppender(log);
        try {
            var outcome = begin(() -> {
                throw new IllegalStateException("secret-4711");
            });
            assertThat(outcome.toString()).doesNotContain("secret-4711");
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.contains("secret-4711"));
        } finally {
            logger.detachAppender(log);
        }
    }

    private static MfaOutcome stubborn(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return new MfaOutcome.Approved();
            } catch (InterruptedException ignored) {
                // That is what a stubborn plugin does.
            }
        }
    }

    private MfaOutcome begin(Callable<MfaOutcome> plugin) {
        return calls.begin(provider(plugin), request(), NOBODY);
    }

    private static Provider provider(Callable<MfaOutcome> plugin) {
        return new Provider("test", new Saying(plugin), Set.of(Interaction.OUT_OF_BAND, Interaction.CODE));
    }

    private static MfaRequest request() {
        return request(EnumSet.allOf(Interaction.class));
    }

    private static MfaRequest request(Set<Interaction> usable) {
        return request(usable, PATIENCE);
    }

    private static MfaRequest request(Duration patience) {
        return request(EnumSet.allOf(Interaction.class), patience);
    }

    private static MfaRequest request(Set<Interaction> usable, Duration patience) {
        return new MfaRequest(
                "7F3K9QRS",
                MfaContract.user(),
                usable,
                "vpn-01",
                Optional.empty(),
                CLOCK.instant().plus(patience));
    }

    /** Says what a test tells it to say. */
    private record Saying(Callable<MfaOutcome> word) implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.OUT_OF_BAND, Interaction.CODE);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) throws InterruptedException {
            try {
                return word.call();
            } catch (InterruptedException | RuntimeException thrown) {
                throw thrown;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) throws InterruptedException {
            return begin(request);
        }
    }

    /** Opens a prompt when it may, whatever interrupts it, and hears when it is taken back. */
    private record SlowPrompt(CountDownLatch answers, MfaOutcome opened, CountDownLatch cancelled)
            implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.CODE);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            while (answers.getCount() > 0) {
                Thread.onSpinWait();
            }
            return opened;
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            throw new IllegalStateException("nobody waits");
        }

        @Override
        public void cancel(MfaRequest request, MfaHandle handle) {
            cancelled.countDown();
        }
    }

    /** Does not come back from {@code cancel} until it is interrupted. */
    private record StuckCancel(CountDownLatch interrupted) implements MfaProvider {
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
        public void cancel(MfaRequest request, MfaHandle handle) {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException ended) {
                interrupted.countDown();
            }
        }
    }
}
