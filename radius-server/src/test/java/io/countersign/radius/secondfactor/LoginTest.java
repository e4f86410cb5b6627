package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Logins VPN = Logins.vpn("203.0.113.7", NOW);
    private static final Logins GATEWAY = Logins.gateway(NOW);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aVpnLoginFromTheSameStationContinuesTheEarlierOneAtOnce() {
        assertThat(continues(VPN.after(SECOND), VPN)).isTrue();
    }

    @Test
    void aVpnLoginFromAnotherStationIsAnotherLogin() {
        assertThat(continues(Logins.vpn("198.51.100.9", NOW.plus(SECOND)), VPN)).isFalse();
    }

    @Test
    void aVpnLoginWithoutAStationIsAlwaysAnotherLogin() {
        assertThat(continues(VPN.withoutStation().after(SECOND), VPN.withoutStation()))
                .isFalse();
        assertThat(continues(VPN.withoutStation().after(Duration.ofMinutes(2)), VPN.withoutStation()))
                .isFalse();
    }

    @Test
    void anEarlierRequestNeverContinuesALaterOne() {
        assertThat(continues(VPN, VPN.after(SECOND))).isFalse();
    }

    @Test
    void anRdGatewayContinuesOnlyAfterItsTimeout() {
        assertThat(continues(GATEWAY.after(Duration.ofMillis(59_999)), GATEWAY)).isFalse();
        assertThat(continues(GATEWAY.after(Duration.ofSeconds(60)), GATEWAY)).isTrue();
    }

    @Test
    void anotherUserClientOrPolicyIsAnotherLogin() {
        var later = VPN.after(SECOND);
        assertThat(continues(later.user("bob"), VPN)).isFalse();
        assertThat(continues(later.client("vpn-02"), VPN)).isFalse();
        assertThat(continues(later.policy("Other users"), VPN)).isFalse();
    }

    @Test
    void unsignedRequestsNeitherContinueNorAreContinued() {
        assertThat(continues(VPN.after(SECOND).unsigned(), VPN)).isFalse();
        assertThat(continues(VPN.after(SECOND), VPN.unsigned())).isFalse();
        assertThat(VPN.unsigned().login().mayBeContinued()).isFalse();
    }

    private static boolean continues(Logins later, Logins earlier) {
        return later.login().continues(earlier.login());
    }
}
