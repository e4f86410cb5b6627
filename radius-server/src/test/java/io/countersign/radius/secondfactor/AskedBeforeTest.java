package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AskedBeforeTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Logins GATEWAY = Logins.gateway(NOON);

    private final AtomicLong nanos = new AtomicLong();
    private final AskedBefore before = new AskedBefore(nanos::get);

    @Test
    void knowsASignedRequestWithoutACredentialForADay() {
        assertThat(note(GATEWAY)).isFalse();

        nanos.set(Duration.ofHours(23).toNanos());
        assertThat(note(GATEWAY.again(Duration.ofHours(23)))).isTrue();
        nanos.set(Duration.ofHours(24).toNanos());
        assertThat(note(GATEWAY.again(Duration.ofHours(24)))).isFalse();
    }

    @Test
    void takesTheNextLoginForAnother() {
        assertThat(note(GATEWAY)).isFalse();

        assertThat(note(GATEWAY.after(Duration.ofMinutes(1)))).isFalse();
        assertThat(note(GATEWAY.anew())).isFalse();
        assertThat(note(GATEWAY.client("rdgw-02"))).isFalse();
    }

    @Test
    void leavesOutWhatAnybodyCanSendAndWhatBringsAPassword() {
        for (var login : new Logins[] {GATEWAY.unsigned(), Logins.vpn("192.0.2.1", NOON)}) {
            assertThat(note(login)).isFalse();
            assertThat(note(login)).isFalse();
        }
    }

    private boolean note(Logins login) {
        return before.note(login.login());
    }
}
