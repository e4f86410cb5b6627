package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final long STEP_NOW = NOON.getEpochSecond() / 30;
    private static final TotpSettings SETTINGS =
            new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 5);
    private static final Token PHONE = token("phone", "12345678901234567890");
    private static final Token TABLET = token("tablet", "abcdefghijklmnopqrst");

    @Test
    void keepsLeadingZerosAndNeedsThem() {
        long step = LongStream.iterate(STEP_NOW, next -> next + 1)
                .filter(next -> PHONE.key().code(next).startsWith("00"))
                .findFirst()
                .orElseThrow();
        var then = Instant.ofEpochSecond(step * 30);
        var code = PHONE.key().code(step);

        assertThat(judge(code, then, PHONE).word()).isEqualTo(Judgement.Word.RIGHT);
        assertThat(judge(code.substring(1), then, PHONE).word()).isEqualTo(Judgement.Word.NO_CODE);
        assertThat(judge(code.substring(2), then, PHONE).word()).isEqualTo(Judgement.Word.NO_CODE);
    }

    @Test
    void aCodeMovesOnTheAppItBelongsToAlone() {
        var next = judge(TABLET.key().code(STEP_NOW), NOON, PHONE, TABLET).next();

        assertThat(next.get(0)).isEqualTo(PHONE);
        assertThat(next.get(1).lastStep()).isEqualTo(STEP_NOW);
        assertThat(next.get(1).lastUsed()).contains(NOON);
    }

    @Test
    void aWrongCodeCountsForEveryAppAndARightOneClearsTheCountOfAll() {
        var wrong = judge("000000", NOON, PHONE, TABLET).next();
        assertThat(wrong).extracting(token -> token.guesses().wrong()).containsExactly(1, 1);

        var right = Judgement.of(Optional.of(PHONE.key().code(STEP_NOW)), wrong, NOON, SETTINGS);
        assertThat(right.word()).isEqualTo(Judgement.Word.RIGHT);
        assertThat(right.next()).extracting(token -> token.guesses().wrong()).containsExactly(0, 0);
    }

    @Test
    void aLockedAppStaysLockedWhenAnotherIsUsed() {
        var locked = locked(TABLET);
        var judgement = judge(PHONE.key().code(STEP_NOW), NOON, PHONE, locked);

        assertThat(judgement.word()).isEqualTo(Judgement.Word.RIGHT);
        assertThat(judgement.next().get(1)).isEqualTo(locked);
        assertThat(judge(TABLET.key().code(STEP_NOW), NOON, PHONE, locked).word())
                .isNotEqualTo(Judgement.Word.RIGHT);
    }

    @Test
    void aHigherLimitUnlocksNothing() {
        var generous = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 100);

        assertThat(Judgement.of(Optional.of(PHONE.key().code(STEP_NOW)), List.of(locked(PHONE)), NOON, generous)
                        .word())
                .isEqualTo(Judgement.Word.NO_CODE);
    }

    @Test
    void followsAnAppWhoseClockRunsBehind() {
        var token = PHONE;
        for (int login = 1; login <= 10; login++) {
            var now = NOON.plusSeconds(3600L * login);
            var judgement = judge(PHONE.key().code(now.getEpochSecond() / 30 - login), now, token);
            assertThat(judgement.word()).as("login %d", login).isEqualTo(Judgement.Word.RIGHT);
            token = judgement.next().getFirst();
            assertThat(token.drift()).isEqualTo(-login);
        }
    }

    @Test
    void aCodeAtTheFarEdgeOfAWideWindowMovesTheDriftByOneStep() {
        var wide = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 10, 5);
        var judgement = Judgement.of(Optional.of(PHONE.key().code(STEP_NOW + 10)), List.of(PHONE), NOON, wide);

        assertThat(judgement.word()).isEqualTo(Judgement.Word.RIGHT);
        assertThat(judgement.next().getFirst().drift()).isEqualTo(1);
    }

    @Test
    void whatCannotBeACodeCountsForNobody() {
        for (var typed : List.of("correct horse battery staple", "", "12345", "1234567", "12345678")) {
            assertThat(judge(typed, NOON, PHONE, TABLET))
                    .isEqualTo(new Judgement(Judgement.Word.NO_CODE, List.of(PHONE, TABLET)));
        }
    }

    @Test
    void aGuessCountsForTheAppsThatShowAsManyDigits() {
        var eight = token("eight", "abcdefghijklmnopqrst", 8);

        assertThat(judge("000000", NOON, PHONE, eight).next())
                .extracting(token -> token.guesses().wrong())
                .containsExactly(1, 0);
        assertThat(judge("00000000", NOON, PHONE, eight).next())
                .extracting(token -> token.guesses().wrong())
                .containsExactly(0, 1);
    }

    @Test
    void aCodeThatWasUsedCountsForNobodyHoweverLateItComesAgain() {
        var code = PHONE.key().code(STEP_NOW);
        var used = judge(code, NOON, PHONE, TABLET).next();

        for (int seconds : new int[] {0, 30, 120, 86_400}) {
            assertThat(Judgement.of(Optional.of(code), used, NOON.plusSeconds(seconds), SETTINGS))
                    .as("after %d s", seconds)
                    .isEqualTo(new Judgement(Judgement.Word.USED, used));
        }
    }

    @Test
    void theLastCodeIsAUsedOneThoughALaterStepHasItByChance() {
        var code = PHONE.key().code(STEP_NOW);
        long later = LongStream.iterate(STEP_NOW + 1, next -> next + 1)
                .filter(next -> PHONE.key().code(next).equals(code))
                .findFirst()
                .orElseThrow();
        var used = judge(code, NOON, PHONE).next().getFirst();

        assertThat(judge(code, Instant.ofEpochSecond(later * 30), used).word()).isEqualTo(Judgement.Word.USED);
    }

    @Test
    void aCodeOlderThanOneThatWasUsedCountsForNobody() {
        var used = judge(PHONE.key().code(STEP_NOW + 1), NOON, PHONE).next();

        assertThat(Judgement.of(Optional.of(PHONE.key().code(STEP_NOW)), used, NOON, SETTINGS))
                .isEqualTo(new Judgement(Judgement.Word.USED, used));
    }

    @Test
    void anAppWhoseClockIsSetRightIsNotShutOut() {
        for (int drift : new int[] {-10, -5, 5, 10}) {
            var token = drifted(drift);
            var now = NOON.plusSeconds(86_400);
            for (int offset = -1; offset <= 1; offset++) {
                var code = token.key().code(token.key().step(now) + offset);
                assertThat(judge(code, now, token).word())
                        .as("drift %d, code of %d steps", drift, offset)
                        .isEqualTo(Judgement.Word.RIGHT);
            }
        }
    }

    @Test
    void anAppThatWasSetRightAndATokenThatIsAheadBothWorkOnWithOneSecret() {
        var token = drifted(5);
        for (int login = 1; login <= 20; login++) {
            var now = NOON.plusSeconds(86_400L * login);
            var judgement = judge(token.key().code(token.key().step(now) + (login % 2 == 0 ? 0 : 5)), now, token);
            assertThat(judgement.word()).as("login %d", login).isEqualTo(Judgement.Word.RIGHT);
            token = judgement.next().getFirst();
        }
    }

    @Test
    void theDriftIsTold() {
        assertThat(PHONE.label()).isEqualTo("SHA1, 6 digits, 30 s");
        assertThat(drifted(2).label()).isEqualTo("SHA1, 6 digits, 30 s, clock 60 s ahead");
        assertThat(drifted(-10).label()).isEqualTo("SHA1, 6 digits, 30 s, clock 300 s behind");
    }

    @Test
    void printsNeitherSeedNorCode() {
        var token = judge("271828", NOON, PHONE).next().getFirst();

        assertThat(token.toString())
                .doesNotContain("271828")
                .doesNotContain(token.key().seed().base32());
    }

    private static Judgement judge(String answer, Instant now, Token... tokens) {
        return Judgement.of(new MfaEvent.Answer(answer).code(), List.of(tokens), now, SETTINGS);
    }

    private static Token locked(Token token) {
        var strict = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 1);
        return token.refused(strict);
    }

    /** As many logins have left it, long ago. */
    private static Token drifted(int steps) {
        return new Token("phone", PHONE.key(), NOON, Optional.of(NOON), STEP_NOW - 1_000, steps, Guesses.NONE);
    }

    private static Token token(String id, String seed) {
        return token(id, seed, 6);
    }

    private static Token token(String id, String seed, int digits) {
        var octets = Seed.kept(Base32.encode(seed.getBytes(StandardCharsets.US_ASCII)));
        return Token.enrolled(id, new CodeKey(octets, Algorithm.SHA1, digits, Duration.ofSeconds(30)), NOON);
    }
}
