package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Notation;
import io.countersign.mfa.Enrolling.Others;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.contract.InMemoryRecords;
import io.countersign.mfa.contract.MfaContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TotpProviderTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final MfaUser ALICE = user("alice");

    private volatile Instant now = NOON;
    private final InMemoryRecords records = new InMemoryRecords(() -> now);
    private final TotpProvider provider = provider(new TotpSettings("Contoso", Algorithm.SHA1, 6, STEP, 1, 5));
    private final Enrolling enrolling = provider.enrolling().orElseThrow();

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return MfaContract.rules(TotpProviderTest::withTheUserEnrolled).stream()
                .map(rule -> dynamicTest(rule.name(), rule::run));
    }

    @Test
    void whoHasNoAppIsNotEnrolled() {
        assertThat(provider.begin(request(ALICE))).isInstanceOf(MfaOutcome.NotEnrolled.class);
    }

    @Test
    void asksForTheCodeAndAcceptsIt() {
        enroll();

        assertThat(provider.begin(request(ALICE))).isInstanceOf(MfaOutcome.AnswerNeeded.class);
        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void acceptsACodeAsTheAppShowsItAndAsKeyboardsHaveIt() {
        enroll();
        for (var form : List.of("%s %s", "%s-%s", "%s\u00a0%s", "\u200b%s\u200b%s", " %s%s\r\n", "%s%s\0\0")) {
            now = now.plus(Duration.ofHours(1));
            var code = code(now);
            assertThat(answer(String.format(Locale.ROOT, form, code.substring(0, 3), code.substring(3))))
                    .as(form)
                    .isEqualTo(new MfaOutcome.Approved());
        }
        for (int zero : new int[] {'\uff10', '\u0660', '\u06f0', '\u0966'}) {
            now = now.plus(Duration.ofHours(1));
            assertThat(answer(inDigitsFrom(zero, code(now)))).isEqualTo(new MfaOutcome.Approved());
        }
    }

    @Test
    void anAnswerThatCannotBeACodeIsDeniedAndNotCounted() {
        enroll();
        var code = code(now);
        for (var typed : List.of("", "\0\0\0\0", code + "0", code.substring(1), "x" + code, "+" + code, "secret!")) {
            assertThat(answer(typed))
                    .isEqualTo(MfaOutcome.Denied.notShown("what was typed cannot be a code; it is not counted"));
        }
        assertThat(wrongCodes()).isZero();
        assertThat(answer(code)).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aCodeUsedTwiceIsNotCounted() {
        enroll();
        var code = code(now);
        answer(code);
        for (int again = 1; again <= 10; again++) {
            assertThat(answer(code))
                    .isEqualTo(MfaOutcome.Denied.notShown(
                            "the code, or a later one, was used already; it is not counted"));
        }
        assertThat(wrongCodes()).isZero();
        now = now.plus(STEP);
        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void whoseClockWasAheadAndIsSetRightGetsInAgain() {
        enroll();
        for (int ahead = 1; ahead <= 5; ahead++) {
            assertThat(answer(code(now.plus(STEP.multipliedBy(ahead))))).isEqualTo(new MfaOutcome.Approved());
        }
        assertThat(app().label()).isEqualTo("SHA1, 6 digits, 30 s, clock 150 s ahead");
        now = now.plus(Duration.ofMinutes(3));

        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void unlockingForgetsTheDrift() {
        enroll();
        for (int ahead = 1; ahead <= 5; ahead++) {
            answer(code(now.plus(STEP.multipliedBy(ahead))));
        }

        assertThat(enrolling.unlock(ALICE, app().id())).isTrue();
        assertThat(app().label()).isEqualTo("SHA1, 6 digits, 30 s");
        assertThat(enrolling.unlock(ALICE, app().id())).isFalse();
    }

    @Test
    void rejectsACodeThatWasUsedBefore() {
        enroll();

        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void rejectsAnEarlierStepOnceALaterOneWasUsed() {
        enroll();
        assertThat(answer(code(now.plus(STEP)))).isEqualTo(new MfaOutcome.Approved());

        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void theWindowIsOneStepToEitherSide() {
        for (int steps = -3; steps <= 3; steps++) {
            var user = user("user" + steps);
            enroll(enrolling, user, SEED);
            var outcome = answer(user, code(now.plus(STEP.multipliedBy(steps))));
            assertThat(outcome instanceof MfaOutcome.Approved)
                    .as("%d steps", steps)
                    .isEqualTo(Math.abs(steps) <= 1);
        }
    }

    @Test
    void aClockThatGoesBackwardsMakesNoCodeValidAgain() {
        enroll();
        var code = code(now);
        assertThat(answer(code)).isEqualTo(new MfaOutcome.Approved());
        now = now.minus(Duration.ofHours(1));

        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(answer(code)).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void followsAnAppWhoseClockRunsAheadByOneStepALogin() {
        enroll();
        assertThat(answer(code(now.plus(STEP)))).isEqualTo(new MfaOutcome.Approved());
        now = now.plus(Duration.ofHours(1));

        assertThat(answer(code(now.plus(STEP.multipliedBy(2))))).isEqualTo(new MfaOutcome.Approved());
        now = now.plus(Duration.ofHours(1));
        assertThat(answer(code(now.plus(STEP.multipliedBy(4))))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void neverFollowsAnAppFurtherThanTenSteps() {
        enroll();
        int ahead = 0;
        while (answer(code(now.plus(STEP.multipliedBy(ahead + 1L)))) instanceof MfaOutcome.Approved) {
            now = now.plus(Duration.ofHours(1));
            ahead++;
        }
        assertThat(ahead).isEqualTo(11);
    }

    @Test
    void ofTenRacersWithTheSameCodeOneIsApproved() throws Exception {
        enroll();
        var code = code(now);
        Callable<MfaOutcome> racer = () -> answer(code);

        try (var racers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("racer-", 0).factory())) {
            long approved = 0;
            for (var outcome : racers.invokeAll(Collections.nCopies(10, racer))) {
                approved += outcome.get() instanceof MfaOutcome.Approved ? 1 : 0;
            }
            assertThat(approved).isEqualTo(1);
        }
    }

    @Test
    void fiveWrongCodesLockUntilSomebodyUnlocks() {
        enroll();
        for (int wrong = 1; wrong <= 5; wrong++) {
            assertThat(answer("00000" + wrong)).isEqualTo(MfaOutcome.Denied.notShown("wrong code"));
        }

        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(provider.begin(request(ALICE))).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(enrolling.credentials(ALICE).getFirst().lockedBecause()).isPresent();
        unlockNow();
        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void guessesMadeAtTheSameTimeCountAsWell() throws Exception {
        enroll();
        try (var guessers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("guesser-", 0).factory())) {
            for (int guess = 0; guess < 50; guess++) {
                var text = "9000" + (10 + guess);
                guessers.execute(() -> answer(text));
            }
        }

        assertThat(enrolling.credentials(ALICE).getFirst().lockedBecause()).contains("locked after 5 wrong codes");
    }

    @Test
    void theSameWrongCodeAgainCountsAsWell() {
        enroll();
        for (int again = 1; again <= 5; again++) {
            assertThat(answer("000000")).isEqualTo(MfaOutcome.Denied.notShown("wrong code"));
        }

        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void aRightCodeStartsTheCountAnew() {
        enroll();
        for (int round = 0; round < 5; round++) {
            for (int wrong = 1; wrong <= 4; wrong++) {
                answer("00000" + wrong);
            }
            now = now.plus(Duration.ofMinutes(5));
            assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
        }
    }

    @Test
    void anyOfAUsersAppsWillDo() {
        enroll();
        var other = enrolling.offer(ALICE, Others.KEPT, Optional.empty());
        other.keep();
        var seed = other.uri().orElseThrow().replaceAll(".*secret=([A-Z2-7]+).*", "$1");

        assertThat(answer(Hotp.code(Seed.kept(seed), Algorithm.SHA1, now.getEpochSecond() / 30, 6)))
                .isEqualTo(new MfaOutcome.Approved());
        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aRevokedAppIsWorthNothing() {
        var app = enroll();

        assertThat(enrolling.revoke(ALICE, app.credential().id())).isTrue();
        assertThat(enrolling.revoke(ALICE, app.credential().id())).isFalse();
        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void aForeignHandleAndAPollAreDenied() {
        enroll();
        var handle = new MfaHandle("local:mallory");

        assertThat(provider.resume(request(ALICE), handle, new MfaEvent.Answer(code(now))))
                .isInstanceOf(MfaOutcome.Denied.class);
        assertThat(provider.resume(request(ALICE), new MfaHandle(ALICE.id()), new MfaEvent.Poll()))
                .isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void withoutRecordsNobodyIsApproved() {
        enroll();
        var code = code(now);
        records.fail();

        assertThatThrownBy(() -> provider.begin(request(ALICE))).isInstanceOf(MfaRecordsUnavailable.class);
        assertThatThrownBy(() -> answer(code)).isInstanceOf(MfaRecordsUnavailable.class);
    }

    @Test
    void randomAnswersAreNeverApproved() {
        enroll();
        var random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(12), 0, 0x300).forEach(text::appendCodePoint);
            assertThat(answer(text.toString())).isInstanceOf(MfaOutcome.Denied.class);
        }
    }

    @Test
    void aSecretThatTheUserHasAlreadyIsRefused() {
        enroll();

        assertThatThrownBy(() -> enroll(enrolling, ALICE, "gezd gnbv-gy3t qojq gezd gnbv gy3t qojq===="))
                .isInstanceOf(EnrollmentRefused.class)
                .hasMessageContaining("has this secret already");
        assertThat(enrolling.credentials(ALICE)).hasSize(1);
    }

    @Test
    void aSecretThatTheUserHasAlreadyIsRefusedAlsoWithZerosBehindIt() {
        enroll();

        assertThatThrownBy(() -> enroll(enrolling, ALICE, SEED + "AAAAAAAA"))
                .isInstanceOf(EnrollmentRefused.class)
                .hasMessageContaining("has this secret already");
        enroll(enrolling, ALICE, SEED + "AAAAAAAB");
        assertThat(enrolling.credentials(ALICE)).hasSize(2);
    }

    @Test
    void racingEnrolmentsNeverMakeASixthApp() throws Exception {
        Callable<Enrolling.Enrolled> racer =
                () -> enrolling.offer(ALICE, Others.KEPT, Optional.empty()).keep();

        try (var racers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("racer-", 0).factory())) {
            racers.invokeAll(Collections.nCopies(20, racer));
        }
        assertThat(enrolling.credentials(ALICE)).hasSize(5);
    }

    @Test
    void unlockingMakesNoUsedCodeValid() {
        enroll();
        assertThat(answer(code(now))).isEqualTo(new MfaOutcome.Approved());
        for (int wrong = 1; wrong <= 5; wrong++) {
            answer("00000" + wrong);
        }
        var app = enrolling.credentials(ALICE).getFirst();

        assertThat(enrolling.unlock(ALICE, app.id())).isTrue();
        assertThat(enrolling.unlock(ALICE, app.id())).isFalse();
        assertThat(answer(code(now))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void theLockIsToldWhenTheNextLoginBegins() {
        enroll();
        for (int wrong = 1; wrong <= 5; wrong++) {
            answer("00000" + wrong);
        }

        assertThat(provider.begin(request(ALICE)))
                .isEqualTo(MfaOutcome.Denied.notShown(
                        "locked after 5 wrong codes; an administrator unlocks it with: countersign mfa unlock"));
    }

    @Test
    void aLoginThatAlwaysLosesTheRaceIsDenied() {
        enroll();
        records.loseRaces();

        assertThat(answer(code(now))).isEqualTo(MfaOutcome.Denied.notShown("too many logins of this user at once"));
    }

    @Test
    void aClientThatCannotAskForACodeIsDenied() {
        enroll();
        var push = new MfaRequest(
                "7F3K9QRS", ALICE, Set.of(Interaction.OUT_OF_BAND), "rdgw-01", Optional.empty(), NOON.plus(STEP));

        assertThat(provider.begin(push)).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void nothingThatIsPrintedHoldsTheSeed() {
        var enrolled = enroll();
        var token = new KeptTokens(records).of(ALICE.id());

        assertThat(enrolled + " " + enrolling.offer(user("bob"), Others.NONE, Optional.of(brought(SEED))) + " " + token
                        + " " + enrolling.credentials(ALICE))
                .doesNotContain(SEED);
    }

    private static MfaProvider withTheUserEnrolled(MfaHost host) {
        var enrolled = new TotpProvider(new TotpSettings("Contoso", Algorithm.SHA1, 6, STEP, 1, 5), host);
        enroll(enrolled.enrolling().orElseThrow(), MfaContract.user(), SEED);
        return enrolled;
    }

    private Enrolling.Enrolled enroll() {
        return enroll(enrolling, ALICE, SEED);
    }

    private static Enrolling.Enrolled enroll(Enrolling enrolling, MfaUser user, String seed) {
        return enrolling.offer(user, Others.KEPT, Optional.of(brought(seed))).keep();
    }

    private static BroughtSecret brought(String seed) {
        return new BroughtSecret(seed, Notation.AS_IT_LOOKS, false);
    }

    private Enrolling.Credential app() {
        return enrolling.credentials(ALICE).getFirst();
    }

    private int wrongCodes() {
        return new KeptTokens(records)
                .of(ALICE.id())
                .tokens()
                .getFirst()
                .guesses()
                .wrong();
    }

    private static String inDigitsFrom(int zero, String code) {
        return code.chars()
                .mapToObj(digit -> Character.toString(zero + digit - '0'))
                .collect(Collectors.joining());
    }

    private void unlockNow() {
        enrolling.credentials(ALICE).forEach(app -> enrolling.unlock(ALICE, app.id()));
    }

    private MfaOutcome answer(String text) {
        return answer(ALICE, text);
    }

    private MfaOutcome answer(MfaUser user, String text) {
        return provider.resume(request(user), new MfaHandle(user.id()), new MfaEvent.Answer(text));
    }

    private static String code(Instant at) {
        return Hotp.code(Seed.kept(SEED), Algorithm.SHA1, at.getEpochSecond() / 30, 6);
    }

    private TotpProvider provider(TotpSettings settings) {
        record Host(InstantSource clock, System.Logger log, MfaRecords records) implements MfaHost {}
        return new TotpProvider(settings, new Host(() -> now, System.getLogger("totp"), records));
    }

    static MfaUser user(String name) {
        return new MfaUser(
                "local:" + name,
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static MfaRequest request(MfaUser user) {
        return new MfaRequest(
                "7F3K9QRS", user, Set.of(Interaction.CODE), "vpn-01", Optional.empty(), NOON.plus(Duration.ofDays(9)));
    }
}
