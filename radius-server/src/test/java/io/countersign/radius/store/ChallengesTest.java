package io.countersign.radius.store;

import static io.countersign.radius.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.challenge.ChallengeStore;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChallengesTest {
    private static final Octets ID = Octets.copyOf(new byte[] {1, 2, -3});
    private static final Octets OTHER = Octets.copyOf(new byte[] {4});
    private static final byte[] CONTENT = "identity and handle".getBytes(StandardCharsets.UTF_8);

    private StoreFixture fixture;
    private ChallengeStore challenges;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new StoreFixture(folder);
        challenges = fixture.store.challenges();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void givesAChallengeOutOnce() {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(120));
        assertThat(challenges.find(OTHER, NOON)).isEmpty();
        assertThat(challenges.take(OTHER, NOON)).isFalse();
        assertThat(challenges.find(ID, NOON.plusSeconds(119))).get().isEqualTo(CONTENT);
        assertThat(challenges.take(ID, NOON.plusSeconds(119))).isTrue();
        assertThat(challenges.find(ID, NOON)).isEmpty();
        assertThat(challenges.take(ID, NOON)).isFalse();
    }

    @Test
    void givesNothingToWhoComesTooLate() {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(120));
        assertThat(challenges.find(ID, NOON.plusSeconds(120))).isEmpty();
        assertThat(challenges.take(ID, NOON.plusSeconds(120))).isFalse();
    }

    @Test
    void keepsAChallengeForAnotherProcess() {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(120));
        try (Store other = fixture.open()) {
            assertThat(other.challenges().find(ID, NOON)).get().isEqualTo(CONTENT);
            assertThat(other.challenges().take(ID, NOON)).isTrue();
        }
        assertThat(challenges.take(ID, NOON)).isFalse();
    }

    @Test
    void oneOfManyRacersTakesAChallenge() throws Exception {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(120));
        assertThat(StoreFixture.race(20, () -> challenges.take(ID, NOON)).filter(taken -> taken))
                .hasSize(1);
    }

    @Test
    void purgesExpiredChallenges() {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(1));
        fixture.clock.pass(Duration.ofSeconds(1));
        challenges.keep(OTHER, CONTENT, NOON.plusSeconds(120));
        assertThat(fixture.tamper("DELETE FROM challenge")).isEqualTo(1);
    }

    @Test
    void doesNotOpenAChallengeThatWasMovedOrGivenMoreTime() {
        challenges.keep(ID, CONTENT, NOON.plusSeconds(60));
        fixture.tamper("UPDATE challenge SET id = '04'");
        assertThatThrownBy(() -> challenges.find(OTHER, NOON)).isInstanceOf(StoreDamaged.class);
        fixture.tamper("DELETE FROM challenge");
        challenges.keep(ID, CONTENT, NOON.plusSeconds(60));
        fixture.tamper("UPDATE challenge SET expires_at = expires_at + 60000");
        assertThatThrownBy(() -> challenges.find(ID, NOON)).isInstanceOf(StoreDamaged.class);
    }
}
