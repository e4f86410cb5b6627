package io.countersign.radius.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.exchange.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PeerTest {
    private static final Duration IDLE = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private HomeServer home;
    private Peer peer;

    @BeforeEach
    void define() throws IOException {
        home = HomeServer.start();
        peer = new Peer(home.defined("home", 1, Duration.ofSeconds(1), 1, true), Service.AUTHENTICATION, () -> now);
    }

    @AfterEach
    void close() {
        peer.close();
        home.close();
    }

    /** What was looked up is about to be asked, and would open a socket that nobody closes. */
    @Test
    void isNotClosedBetweenTheLookUpAndTheRequest() {
        now = now.plus(IDLE).plusSeconds(1);
        assertThat(peer.use()).isTrue();

        assertThat(peer.closeIfIdleSince(now.minus(IDLE))).isFalse();
    }

    @Test
    void isNotUsedAnyMoreOnceItIsClosed() {
        now = now.plus(IDLE).plusSeconds(1);

        assertThat(peer.closeIfIdleSince(now.minus(IDLE))).isTrue();
        assertThat(peer.use()).isFalse();
    }
}
