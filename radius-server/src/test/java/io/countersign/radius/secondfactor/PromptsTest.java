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
import io.countersign.radius.testing.Awaited;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    private static final Duration SHORT = Duration.ofMillis(5_700);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String HOME = "203.0.113.7";
    private static final String ELSEWHERE = "198.51.100.9";

    private static final List<Supplier<Logins>> KINDS =
            List.of(() -> vpn(HOME), PromptsTest::gateway, () -> vpn(HOME).withoutStation());

    private final ProviderCalls calls = new ProviderCalls(InstantSource.system());
    private final ScriptedPhone phone = new ScriptedPhone();
    private final Provider provider = new Provider("phone", phone, Set.of(Interaction.OUT_OF_BAND));
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final List<String> dropped = new CopyOnWriteArrayList<>();
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
    void aRecordedRdGatewayRequestPromptsNobodyASecondTime() throws Exception {
        var login = gateway();
        var first = ask(login);
        phone.approve(phone.prompt(1));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Approved());

        assertThat(outcome(ask(login.again(Duration.ofSeconds(31)))))
                .isInstanceOfSatisfying(
                        FactorOutcome.Denied.class,
                        denied -> assertThat(denied.reason()).contains("this very request came within a day before"));
        assertThat(phone.prompts()).hasSize(1);
    }

    @Test
    void aRecordedRequestDoesNotTakeThePlaceOfTheOneThatWaits() throws Exception {
        var recorded = gateway().from(HOME);
        var first = ask(recorded);
        phone.approve(phone.prompt(1));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Approved());

        var owner = ask(gateway().from(HOME));
        phone.prompt(2);
        assertThat(outcome(ask(recorded.again(SECOND.multipliedBy(2))))).isInstanceOf(FactorOutcome.Denied.class);
        phone.approve(phone.prompt(2));
        assertThat(outcome(owner)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void anRdGatewayThatComesBackWithAnotherRequestIsPromptedAnew() throws Exception {
        var first = ask(gateway());
        phone.prompt(1);
        var second = ask(gateway().after(Duration.ofSeconds(60)));
        phone.approve(phone.prompt(1));

        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Approved());
        phone.deny(phone.prompt(2));
        assertThat(outcome(second)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void whoComesAfterTheRejectGetsNothingOfAnEarlierPrompt() throws Exception {
        var patient = prompts(new PromptSettings(1_000, SECOND, 20));
        for (var kind : KINDS) {
            var login = kind.get();
            int before = phone.prompts().size();
            assertThat(outcome(ask(patient, login.timeout(SHORT)))).isInstanceOf(FactorOutcome.Denied.class);
            phone.approve(phone.prompt(before + 1));

            var next = ask(patient, login.after(SECOND.multipliedBy(6)));
            phone.deny(phone.prompt(before + 2));
            assertThat(outcome(next)).isInstanceOf(FactorOutcome.Denied.class);
        }
    }

    @Test
    void aPromptIsTakenBackWhenItsRequestGivesUp() throws Exception {
        for (var kind : KINDS) {
            int before = phone.prompts().size();
            var request = ask(kind.get().timeout(SHORT));
            var prompt = phone.prompt(before + 1);

            assertThat(outcome(request)).isInstanceOf(FactorOutcome.Denied.class);
            Awaited.holds(() -> phone.cancelled(prompt));
            Awaited.holds(() -> prompts.open() == 0);
        }
    }

    @Test
    void anApprovalThatComesInSpiteOfThatIsDroppedAndTold() throws Exception {
        phone.minds(false);
        var request = ask(vpn(HOME).timeout(SHORT));
        var prompt = phone.prompt(1);
        assertThat(outcome(request)).isInstanceOf(FactorOutcome.Denied.class);
        phone.approve(prompt);

        Awaited.holds(() -> prompts.open() == 0);
        Awaited.holds(() -> dropped.equals(List.of("phone")));
        Awaited.holds(() -> phone.toldTooLate(prompt));
    }

    @Test
    void aLoginThatIsSentAgainUnderItsIdentifierIsAskedOnceAndTheNewestRequestIsAnswered() throws Exception {
        var login = vpn(HOME).unsigned().withoutStation().sent(179, Sending.Names.PLACE, "User-Name=alice NAS-Port=3");
        var first = ask(login);
        phone.prompt(1);
        var second = ask(login.again(SECOND));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        var third = ask(login.again(SECOND.multipliedBy(2)));
        assertThat(outcome(second)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));

        assertThat(outcome(third)).isEqualTo(new FactorOutcome.Approved());
        assertThat(phone.prompts()).hasSize(1);
        assertThat(prompts.repeated()).isEqualTo(2);
    }

    @Test
    void aLoginThatNamesItsSessionIsTheSameUnderAnyIdentifier() throws Exception {
        var login = gateway().sent(1, Sending.Names.SESSION, "Acct-Session-Id=7");
        var first = ask(login);
        phone.prompt(1);
        var second =
                ask(login.sent(2, Sending.Names.SESSION, "Acct-Session-Id=7").again(SECOND));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));

        assertThat(outcome(second)).isEqualTo(new FactorOutcome.Approved());
    }

    @Test
    void theAnswerNamesTheLoginThatTheUserWasAskedFor() throws Exception {
        var first = vpn(HOME).login();
        var asked = requests.submit(() -> prompts.ask(first, List.of(provider), dropped::add));
        phone.prompt(1);
        var second = ask(vpn(HOME).after(SECOND));
        assertThat(outcome(asked)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));

        assertThat(second.get(10, TimeUnit.SECONDS).loginId()).isEqualTo(first.id());
    }

    @Test
    void whoeverCanForgeAnAddressAloneTakesNobodysPlace() throws Exception {
        var login = gateway().unsigned().sent(1, Sending.Names.SESSION, "Acct-Session-Id=7");
        var user = ask(login);
        phone.prompt(1);
        var forged = ask(login.again(SECOND));
        phone.approve(phone.prompt(1));

        assertThat(outcome(user)).isEqualTo(new FactorOutcome.Approved());
        phone.deny(phone.prompt(2));
        assertThat(outcome(forged)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void whatIsNotTheSameInEveryRespectIsPromptedAnew() throws Exception {
        var login = vpn(HOME).unsigned().withoutStation().sent(1, Sending.Names.PLACE, "NAS-Port=3");
        for (var other : List.of(
                login.sent(2, Sending.Names.PLACE, "NAS-Port=3"),
                login.sent(1, Sending.Names.PLACE, "NAS-Port=4"),
                login.client("vpn-02"),
                login.policy("Others"))) {
            int before = phone.prompts().size();
            var first = ask(login);
            phone.prompt(before + 1);
            var second = ask(other.again(SECOND));
            phone.approve(phone.prompt(before + 1));
            assertThat(outcome(first)).isEqualTo(new FactorOutcome.Approved());
            phone.deny(phone.prompt(before + 2));
            assertThat(outcome(second)).isInstanceOf(FactorOutcome.Denied.class);
        }
        assertThat(prompts.repeated()).isZero();
    }

    @Test
    void whoCannotCarryTheSameAnswersDoesNotJoin() throws Exception {
        var login = vpn(HOME).login();
        var first = requests.submit(() -> prompts.ask(login, List.of(provider), dropped::add));
        phone.prompt(1);
        var able = vpn(HOME).after(SECOND).usable(Set.of(Interaction.OUT_OF_BAND, Interaction.CODE));
        var second = ask(able);
        phone.approve(phone.prompt(1));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Approved());
        phone.deny(phone.prompt(2));
        assertThat(outcome(second)).isInstanceOf(FactorOutcome.Denied.class);
    }

    @Test
    void aQueuedLoginThatIsSentAgainIsDroppedWhenItsClientGaveTheFirstUp() throws Exception {
        var open = ask(vpn(ELSEWHERE).timeout(Duration.ofSeconds(12)));
        phone.prompt(1);
        var queued =
                vpn(HOME).sent(5, Sending.Names.SESSION, "Acct-Session-Id=7").timeout(Duration.ofSeconds(8));
        var first = ask(queued);
        Thread.sleep(300);
        var again = ask(queued.again(SECOND).timeout(Duration.ofSeconds(20)));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        Thread.sleep(3_200);
        phone.deny(phone.prompt(1));

        assertThat(outcome(open)).isInstanceOf(FactorOutcome.Denied.class);
        assertThat(outcome(again)).isInstanceOf(FactorOutcome.Denied.class);
        assertThat(phone.prompts()).hasSize(1);
    }

    @Test
    void aLoginThatIsSentAgainIsNotAskedForTheNextFactorTwice() throws Exception {
        var nobody = new Provider("none", new NobodyEnrolled(), Set.of(Interaction.OUT_OF_BAND));
        var both = List.of(nobody, provider);
        var login = vpn(HOME);
        var first = requests.submit(() -> prompts.ask(login.login(), both, dropped::add));
        phone.prompt(1);
        var second = requests.submit(() -> prompts.ask(login.after(SECOND).login(), both, dropped::add));
        assertThat(outcome(first)).isEqualTo(new FactorOutcome.Superseded());
        phone.approve(phone.prompt(1));

        assertThat(second.get(10, TimeUnit.SECONDS))
                .extracting(FactorAnswer::provider, FactorAnswer::outcome)
                .containsExactly("phone", new FactorOutcome.Approved());
        assertThat(phone.prompts()).hasSize(1);
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
        var first = ask(vpn(HOME).timeout(SHORT));
        phone.prompt(1);
        var second = ask(vpn(ELSEWHERE).timeout(SHORT));

        assertThat(outcome(first)).isInstanceOf(FactorOutcome.Denied.class);
        assertThat(outcome(second)).isInstanceOf(FactorOutcome.Denied.class);
        Awaited.holds(() -> prompts.open() == 0);
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

    /** Four logins, each sent up to many times, by two signed stations and two clients that do not sign, in an order by chance. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
    void inEveryOrderAcceptsNeverExceedApprovalsAndPromptsNeverExceedLogins(long seed) throws Exception {
        var random = new Random(seed);
        var generous = prompts(new PromptSettings(1_000, SECOND, 20));
        var racing = new ArrayList<Racer>();
        var approved = new HashSet<String>();
        int judged = 0;
        for (int step = 0; step < 80; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> racing.add(race(generous, random));
                case 2 -> Thread.sleep(random.nextInt(8));
                default -> {
                    if (judged < phone.prompts().size()) {
                        var prompt = phone.prompts().get(judged++);
                        if (random.nextBoolean()) {
                            approved.add(prompt.loginId());
                            phone.approve(prompt);
                        } else {
                            phone.deny(prompt);
                        }
                    }
                }
            }
        }
        for (var racer : racing) {
            if (random.nextBoolean()) {
                racer.outcome.cancel(true);
            }
        }
        for (var racer : racing) {
            Awaited.holds(racer.outcome::isDone);
        }
        for (int who = 0; who < 4; who++) {
            var own = who;
            var ofThis = racing.stream().filter(racer -> racer.who == own).toList();
            assertThat(ofThis.stream().filter(Racer::accepted).count())
                    .isLessThanOrEqualTo(ofThis.stream()
                            .filter(racer -> approved.contains(racer.login.id()))
                            .count());
        }
        long logins = racing.stream().filter(racer -> !racer.superseded()).count();
        assertThat(phone.prompts()).hasSizeLessThanOrEqualTo((int) logins);
    }

    private record Racer(int who, Login login, Future<FactorAnswer> outcome) {
        boolean accepted() {
            return outcome.state() == Future.State.SUCCESS
                    && outcome.resultNow().outcome() instanceof FactorOutcome.Approved;
        }

        boolean superseded() {
            return outcome.state() == Future.State.SUCCESS
                    && outcome.resultNow().outcome() instanceof FactorOutcome.Superseded;
        }
    }

    private Racer race(Prompts among, Random random) {
        int who = random.nextInt(4);
        var login = switch (who) {
            case 0 -> vpn(HOME);
            case 1 -> vpn(ELSEWHERE);
            case 2 -> vpn(HOME).unsigned().sent(9, Sending.Names.PLACE, "NAS-Port=1");
            default -> vpn(HOME).unsigned().sent(random.nextInt(256), Sending.Names.SESSION, "Acct-Session-Id=2");
        };
        var sent = login.again(Duration.ofMillis(random.nextInt(500)))
                .timeout(Duration.ofMillis(5_050 + random.nextInt(900)))
                .login();
        return new Racer(who, sent, requests.submit(() -> among.ask(sent, List.of(provider), dropped::add)));
    }

    /** A provider that nobody is enrolled for. */
    private static final class NobodyEnrolled implements MfaProvider {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.OUT_OF_BAND);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            return new MfaOutcome.NotEnrolled("nobody is");
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            throw new IllegalStateException("nothing was begun");
        }
    }

    private Prompts prompts(PromptSettings settings) {
        return new Prompts(
                calls, new PromptLimits(settings, System::nanoTime), InstantSource.system(), Duration.ofMillis(50));
    }

    private static Logins vpn(String station) {
        return Logins.vpn(station, InstantSource.system().instant());
    }

    private static Logins gateway() {
        return Logins.gateway(InstantSource.system().instant());
    }

    private Future<FactorAnswer> ask(Logins login) {
        return ask(prompts, login);
    }

    private Future<FactorAnswer> ask(Prompts asked, Logins login) {
        return requests.submit(() -> asked.ask(login.login(), List.of(provider), dropped::add));
    }

    private static FactorOutcome outcome(Future<FactorAnswer> request) throws Exception {
        return request.get(10, TimeUnit.SECONDS).outcome();
    }
}
