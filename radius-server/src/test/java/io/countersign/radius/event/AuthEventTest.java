package io.countersign.radius.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AuthEventTest {
    @Test
    void cutsWhatComesFromClientsAndPlugins() {
        var long5M = "x".repeat(5 << 20);

        var event = new AuthEvent(
                Instant.EPOCH,
                "7F3K2A1B",
                "rdgw-01",
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1645),
                long5M,
                Optional.empty(),
                "pap",
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.of("phone"),
                Optional.of(long5M),
                AuthEvent.Answer.REJECT,
                ReasonCode.SECOND_FACTOR_DENIED,
                "😀".repeat(501),
                Optional.of(long5M),
                Optional.of(long5M),
                Duration.ZERO,
                Trace.NONE);

        assertThat(event.detail()).isEqualTo("😀".repeat(250) + "…" + "😀".repeat(250));
        assertThat(event.userName()).hasSize(501);
        assertThat(event.factorOutcome().orElseThrow()).hasSize(501);
        assertThat(event.callingStation().orElseThrow()).hasSize(501);
        assertThat(event.bypass().orElseThrow()).hasSize(501);
    }
}
