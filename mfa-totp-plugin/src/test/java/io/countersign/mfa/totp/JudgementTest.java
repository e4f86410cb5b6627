package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

        assertThat(judge(code, then, PHONE).right()).isTrue();
        assertThat(judge(code.substring(1), then, PHONE).right()).isFalse();
        assertThat(judge(code.substring(2), then, PHONE).right()).isFalse();
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

        var right = Judgement.of(PHONE.key().code(STEP_NOW), wrong, NOON, SETTINGS);
        assertThat(right.right()).isTrue();
        assertThat(right.next()).extracting(token -> token.guesses().wrong()).containsExactly(0, 0);
    }

    @Test
    void aLockedAppStaysLockedWhenAnotherIsUsed() {
        var locked = locked(TABLET);
        var judgement = judge(PHONE.key().code(STEP_NOW), NOON, PHONE, locked);

        assertThat(judgement.right()).isTrue();
        assertThat(judgement.next().get(1)).isEqualTo(locked);
        assertThat(judge(TABLET.key().code(STEP_NOW), NOON, PHONE, locked).right())
                .isFalse();
    }

    @Test
    void aHigherLimitUnlocksNothing() {
        var generous = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 100);

        assertThat(Judgement.of(PHONE.key().code(STEP_NOW), List.of(locked(PHONE)), NOON, generous)
                        .right())
                .isFalse();
    }

    @Test
    void followsAnAppWhoseClockRunsBehind() {
        var token = PHONE;
        for (int login = 1; login <= 10; login++) {
            var now = NOON.plusSeconds(3600L * login);
            var judgement = judge(PHONE.key().code(now.getEpochSecond() / 30 - login), now, token);
            assertThat(judgement.right()).as("login %d", login).isTrue();
            token = judgement.next().getFirst();
            assertThat(token.drift()).isEqualTo(-login);
        }
    }

    @Test
    void aCodeAtTheFarEdgeOfAWideWindowMovesTheDriftByOneStep() {
        var wide = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 10, 5);
        var judgement = Judgement.of(PHONE.key().code(STEP_NOW + 10), List.of(PHONE), NOON, wide);

        assertThat(judgement.right()).isTrue();
        assertThat(judgement.next().getFirst().drift()).isEqualTo(1);
    }

    @Test
    void keepsNothingOfAnAnswerThatIsNoCode() {
        var token = judge("correct horse battery staple", NOON, PHONE).next().getFirst();

        assertThat(token.guesses().wrong()).isEqualTo(1);
        assertThat(TokenText.write(List.of(token))).doesNotContain("horse");
    }

    @Test
    void printsNeitherSeedNorCode() {
        var token = judge("271828", NOON, PHONE).next().getFirst();

        assertThat(token.toString())
                .doesNotContain("271828")
                .doesNotContain(token.key().seed().base32());
    }

    private static Judgement judge(String answer, Instant now, Token... tokens) {
        return Judgement.of(answer, List.of(tokens), now, SETTINGS);
    }

    private static Token locked(Token token) {
        var strict = new TotpSettings("Contoso", Algorithm.SHA1, 6, Duration.ofSeconds(30), 1, 1);
        return token.refused(strict);
    }

    private static Token token(String id, String seed) {
        var key = CodeKey.of(Seed.kept(Base32.encode(seed.getBytes(StandardCharsets.US_ASCII))), SETTINGS);
        return Token.enrolled(id, key, NOON);
    }
}
