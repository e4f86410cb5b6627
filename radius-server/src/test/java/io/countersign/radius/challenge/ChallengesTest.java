package io.countersign.radius.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.contract.InMemoryRecords;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.testing.InMemoryChallenges;
import io.countersign.radius.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T09:00:00Z"));
    private final InMemoryChallenges store = new InMemoryChallenges();
    private final InMemoryRecords records = new InMemoryRecords(clock);
    private final Challenges challenges = Challenges.open(store, records, clock);

    @Test
    void aStateBringsItsLoginBackWholeAndOnce() {
        var pending = pending();
        var state = challenges.issue(pending);

        assertThat(challenges.find(state, "vpn-01")).contains(pending);
        assertThat(challenges.find(state, "vpn-01"))
                .as("it stays until it is taken")
                .contains(pending);
        assertThat(challenges.take(state, "vpn-01")).isTrue();
        assertThat(challenges.find(state, "vpn-01")).isEmpty();
        assertThat(challenges.take(state, "vpn-01")).isFalse();
    }

    @Test
    void aStateOfAnotherClientIsRefusedAndNotUsedUp() {
        var state = challenges.issue(pending());

        assertThat(challenges.find(state, "vpn-02")).isEmpty();
        assertThat(challenges.take(state, "vpn-02")).isFalse();
        assertThat(challenges.take(state, "vpn-01")).isTrue();
    }

    @Test
    void aStateOfAnotherServerIsNoneOfOursThoughItLooksAlike() {
        var another = Challenges.open(new InMemoryChallenges(), new InMemoryRecords(clock), clock);

        assertThat(challenges.issued(another.issue(pending()), "vpn-01")).isFalse();
        assertThat(challenges.issued(challenges.issue(pending()), "vpn-01")).isTrue();
    }

    @Test
    void everySingleFlippedBitIsRefused() {
        var state = challenges.issue(pending()).toArray();
        for (int bit = 0; bit < state.length * 8; bit++) {
            var flipped = state.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(challenges.find(Octets.wrap(flipped), "vpn-01")).isEmpty();
            assertThat(challenges.take(Octets.wrap(flipped), "vpn-01")).isFalse();
        }
        assertThat(challenges.take(Octets.wrap(state), "vpn-01")).isTrue();
    }

    @Test
    void aTruncatedOrLengthenedStateIsRefused() {
        var state = challenges.issue(pending());

        for (int length = 0; length < state.length(); length++) {
            assertThat(challenges.find(state.slice(0, length), "vpn-01")).isEmpty();
            assertThat(challenges.take(state.slice(0, length), "vpn-01")).isFalse();
        }
        var longer = Octets.wrap(java.util.Arrays.copyOf(state.toArray(), 34));
        assertThat(challenges.find(longer, "vpn-01")).isEmpty();
        assertThat(challenges.take(longer, "vpn-01")).isFalse();
    }

    @Test
    void aStateExpires() {
        var state = challenges.issue(pending());
        clock.forward(SecondFactors.TIME_TO_ANSWER);

        assertThat(challenges.find(state, "vpn-01")).isEmpty();
        assertThat(challenges.take(state, "vpn-01")).isFalse();
    }

    @Test
    void ofTenRacersOneTakesTheChallenge() throws Exception {
        var state = challenges.issue(pending());
        Callable<Boolean> racer = () -> challenges.take(state, "vpn-01");

        try (var racers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("racer-", 0).factory())) {
            long winners = 0;
            for (var taken : racers.invokeAll(java.util.Collections.nCopies(10, racer))) {
                winners += taken.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    /** By chance a ninth of them would have one. */
    @Test
    void noStateHasAnOctetThatEndsATextForSomeClients() {
        for (int i = 0; i < 2_000; i++) {
            assertThat(challenges.issue(pending()).toArray()).doesNotContain((byte) 0);
        }
    }

    @Test
    void statesAreNeverTheSameAndFitAnAttribute() {
        var seen = new HashSet<Octets>();
        for (int i = 0; i < 1_000; i++) {
            var state = challenges.issue(pending());
            assertThat(state.length()).isLessThanOrEqualTo(Attribute.MAX_VALUE_OCTETS);
            assertThat(seen.add(state)).isTrue();
        }
    }

    @Test
    void aRoundThatAProgramOfAnotherVersionKeptIsRefused() {
        assertThat(ChallengeFormat.read(new byte[] {1, 0, 4, 'x'})).isEmpty();
        assertThat(ChallengeFormat.read(new byte[] {2, 99, 0})).isEmpty();
    }

    @Test
    void anotherNodeWithTheSameStoreCanFinish() {
        var otherNode = Challenges.open(store, records, clock);

        var state = challenges.issue(pending());

        assertThat(otherNode.find(state, "vpn-01")).isPresent();
        assertThat(otherNode.take(state, "vpn-01")).isTrue();
    }

    private PendingRound.SecondFactor pending() {
        return new PendingRound.SecondFactor(
                "7F3K9QRS",
                "local:4711",
                true,
                "alice",
                "vpn-01",
                List.of(new Attribute(25, Octets.wrap(new byte[] {1, 2, 3})), new Attribute(26, Octets.empty())),
                "VPN",
                new Login.MatchedPolicy("VPN users", 7),
                "totp",
                new MfaHandle("opaque €"),
                1,
                clock.instant().plus(Duration.ofMinutes(2)));
    }
}
