package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    private static final Duration COLLECTABLE = Duration.ofMillis(400);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String HOME = "203.0.113.7";
    private static final String ELSEWHERE = "198.51.100.9";

    private final ProviderCalls calls = new ProviderCalls(InstantSource.system());
    private final ScriptedPhone phone = new ScriptedPhone();
    private final Provider provider = new Provider("phone", phone, Set.of(Interaction.OUT_OF_BAND));
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final Prompts prompts = prompts(PromptSettings.DEFAULT);

    @AfterEach
    void stop() {
        requests.shutdownNow();
    }

    @Test
    void anApprovalAdmitsTheRequestThatWaits() throws Exception {
        var request = ask(vpn(HOME));
        phone.approve(phone.prompt(1));

        assertThat(outcome(request)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void aContinuationJoinsThePromptAndTheEarlierRequestIsAnsweredNoMore() throws Exception {
        var first = ask(vpn(HOME));
        phone.prompt(1);
        var second = ask(vpn(HOME).after(SECOND));

        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));
        assertThat(outcome(second)).isEqualTo(new FactorOutcome.Approved());
        assertThat(phone.prompts()).hasSize(1);
    }

    @Test
    void anotherStationWaitsForItsTurnAndIsPromptedAnew() throws Exception {
        var victim = ask(vpn(HOME));
        phone.prompt(1);
        var thief = ask(vpn(ELSEWHERE).after(SECOND));
        phone.approve(phone.prompt(1));

        assertThat(outcome(victim)).isEqualTo(new FactorOutcome.Approved());
        var secondPrompt = phone.prompt(2);
        assertThat(secondPrompt.callingStation()).contains(ELSEWHERE);
        phone.deny(secondPrompt);
        assertThat(outcome(thief)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void aSecondRdGatewayLoginWithinTheTimeoutIsPromptedAnew() throws Exception {
        var victim = ask(gateway());
        phone.prompt(1);
        var thief = ask(gateway().after(Duration.ofSeconds(3)));
        phone.approve(phone.prompt(1));

        assertThat(outcome(victim)).isEqualTo(new FactorOutcome.Approved());
        phone.deny(phone.prompt(2));
        assertThat(outcome(thief)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void anRdGatewayThatComesBackAfterItsTimeoutJoins() throws Exception {
        var first = ask(gateway());
        phone.prompt(1);
        var second = ask(gateway().after(Duration.ofSeconds(60)));

        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));
        assertThat(outcome(second)).isEqualTo(new FactorOutcome.Approved());
        assertThat(phone.prompts()).hasSize(1);
    }

    @Test
    void anApprovalThatNobodyWaitsForIsCollectedOnceByAContinuation() throws Exception {
        var first = ask(vpn(HOME).timeout(Duration.ofMillis(5_700)));
        assertThat(outcome(first)).isInstanceOf(FactorOutcome.Denied.class);
        approveAndSettle(1);

        assertThat(outcome(ask(vpn(HOME).after(SECOND)))).isEqualTo(new FactorOutcome.Approved());
        assertThat(phone.prompts()).hasSize(1);
        var third = ask(vpn(HOME).after(SECOND.multipliedBy(2)));
        phone.deny(phone.prompt(2));
        assertThat(outcome(third)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void anApprovalThatNobodyWaitsForIsNotCollectedFromElsewhere() throws Exception {
        outcome(ask(vpn(HOME).timeout(Duration.ofMillis(5_700))));
        approveAndSettle(1);

        var thief = ask(vpn(ELSEWHERE).after(SECOND));
        phone.deny(phone.prompt(2));
        assertThat(outcome(thief)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void anApprovalThatNobodyCollectsIsForgotten() throws Exception {
        outcome(ask(vpn(HOME).timeout(Duration.ofMillis(5_700))));
        approveAndSettle(1);
        Thread.sleep(COLLECTABLE.plusMillis(200));

        var late = ask(vpn(HOME).after(SECOND));
        phone.deny(phone.prompt(2));
        assertThat(outcome(late)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void thePromptOfARequestThatCannotBeContinuedIsTakenBackWhenItGivesUp() throws Exception {
        var request = ask(vpn(HOME).withoutStation().timeout(Duration.ofMillis(5_700)));
        var prompt = phone.prompt(1);

        assertThat(outcome(request)).isInstanceOf(FactorOutcome.Denied.class);
        await(() -> phone.cancelled(prompt));
        await(() -> prompts.open() == 0);
    }

    @Test
    void aUserWhoKeepsDenyingIsLeftInPeace() throws Exception {
        var patient = prompts(new PromptSettings(2, Duration.ofMinutes(1), 20));
        for (int number = 1; number <= 2; number++) {
            var denied = ask(patient, vpn(HOME));
            phone.deny(phone.prompt(number));
            outcome(denied);
        }

        assertThat(outcome(ask(patient, vpn(HOME)))).isInstanceOf(FactorOutcome.Denied.class);
        assertThat(phone.prompts()).hasSize(2);
        var other = ask(patient, vpn(HOME).user("bob"));
        phone.approve(phone.prompt(3));
        assertThat(outcome(other)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void anApprovalStartsTheCountAnew() throws Exception {
        var patient = prompts(new PromptSettings(2, Duration.ofMinutes(1), 20));
        for (int number = 1; number <= 6; number++) {
            var request = ask(patient, vpn(HOME));
            var prompt = phone.prompt(number);
            if (number % 2 == 0) {
                phone.approve(prompt);
            } else {
                phone.deny(prompt);
            }
            outcome(request);
        }

        assertThat(phone.prompts()).hasSize(6);
    }

    @Test
    void aRequestWhoseTurnComesTooLateIsDeniedWithoutAPrompt() throws Exception {
        var first = ask(vpn(HOME).timeout(Duration.ofMillis(5_700)));
        phone.prompt(1);
        var second = ask(vpn(ELSEWHERE).timeout(Duration.ofMillis(5_700)));

        assertThat(outcome(first)).isInstanceOf(FactorOutcome.Denied.class);
        assertThat(outcome(second)).isInstanceOf(FactorOutcome.Denied.class);
        approveAndSettle(1);
        assertThat(phone.prompts()).hasSize(1);
    }

    @Test
    void unsignedRequestsOfAClientHaveTenOpenPromptsAtMost() throws Exception {
        for (int number = 1; number <= 10; number++) {
            var _ = ask(gateway().unsigned().user("user" + number));
            phone.prompt(number);
        }

        assertThat(outcome(ask(gateway().unsigned().user("eleventh")))).isInstanceOf(FactorOutcome.Denied.class);
        var signed = ask(gateway().user("signed"));
        phone.approve(phone.prompt(11));
        assertThat(outcome(signed)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void usersDoNotWaitForEachOther() throws Exception {
        var stuck = ask(vpn(HOME));
        phone.prompt(1);
        var other = ask(vpn(HOME).user("bob"));
        phone.approve(phone.prompt(2));

        assertThat(outcome(other)).isEqualTo(new FactorOutcome.Approved());
        assertThat(stuck.isDone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
    void inEveryOrderAcceptsNeverExceedApprovalsAndNobodyRidesOnAnothersApproval(long seed) throws Exception {
        var random = new Random(seed);
        var generous = prompts(new PromptSettings(1_000, SECOND, 20));
        var racing = new ArrayList<Racer>();
        var approvals = new ArrayList<String>();
        var judged = 0;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0 -> racing.add(race(generous, HOME, random));
                case 1 -> racing.add(race(generous, ELSEWHERE, random));
                case 2 -> Thread.sleep(random.nextInt(8));
                default -> {
                    if (judged < phone.prompts().size()) {
                        var prompt = phone.prompts().get(judged++);
                        if (random.nextBoolean()) {
                            approvals.add(prompt.callingStation().orElseThrow());
                            phone.approve(prompt);
                        } else {
                            phone.deny(prompt);
                        }
                    }
                }
            }
        }
        for (var racer : racing) {
            racer.outcome.cancel(true);
        }
        for (var station : List.of(HOME, ELSEWHERE)) {
            assertThat(racing.stream().filter(racer -> racer.accepted(station)).count())
                    .isLessThanOrEqualTo(
                            approvals.stream().filter(station::equals).count());
        }
    }

    private record Racer(String station, Future<FactorOutcome> outcome) {
        boolean accepted(String at) {
            return station.equals(at)
                    && outcome.state() == Future.State.SUCCESS
                    && outcome.resultNow() instanceof FactorOutcome.Approved;
        }
    }

    private Racer race(Prompts among, String station, Random random) {
        var login = vpn(station).after(Duration.ofMillis(random.nextInt(2_000)));
        return new Racer(station, ask(among, login));
    }

    private void approveAndSettle(int number) throws InterruptedException {
        phone.approve(phone.prompt(number));
        await(() -> prompts.open() == 0);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(1);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private Prompts prompts(PromptSettings settings) {
        return new Prompts(
                calls,
                new PromptLimits(settings, System::nanoTime),
                InstantSource.system(),
                COLLECTABLE,
                Duration.ofMillis(50));
    }

    private static Logins vpn(String station) {
        return Logins.vpn(station, InstantSource.system().instant());
    }

    private static Logins gateway() {
        return Logins.gateway(InstantSource.system().instant());
    }

    private Future<FactorOutcome> ask(Logins login) {
        return ask(prompts, login);
    }

    private Future<FactorOutcome> ask(Prompts asked, Logins login) {
        return requests.submit(() -> asked.ask(login.login(), provider));
    }

    private static FactorOutcome outcome(Future<FactorOutcome> request) throws Exception {
        return request.get(10, TimeUnit.SECONDS);
    }
}
