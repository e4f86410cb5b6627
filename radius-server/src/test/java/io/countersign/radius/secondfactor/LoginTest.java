package io.countersign.radius.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
    void anRdGatewayLoginIsAnotherOneHoweverLateItComes() {
        assertThat(continues(GATEWAY.after(SECOND), GATEWAY)).isFalse();
        assertThat(continues(GATEWAY.after(Duration.ofSeconds(60)), GATEWAY)).isFalse();
    }

    @Test
    void whatSaysTheSameUnderItsIdentifierIsTheSameLoginThoughNobodySigned() {
        var sent = VPN.withoutStation().unsigned().sent(7, Sending.Names.PLACE, "NAS-Port=3");
        assertThat(continues(sent.again(SECOND), sent)).isTrue();
        assertThat(continues(sent.sent(8, Sending.Names.PLACE, "NAS-Port=3").again(SECOND), sent))
                .isFalse();
        assertThat(continues(sent.sent(7, Sending.Names.PLACE, "NAS-Port=4").again(SECOND), sent))
                .isFalse();
    }

    @Test
    void whatIsNeitherSignedNorBringsACredentialIsNeverTheSameLogin() {
        var sent = GATEWAY.unsigned().sent(7, Sending.Names.SESSION, "Acct-Session-Id=1");
        assertThat(continues(sent.again(SECOND), sent)).isFalse();
    }

    @Test
    void whatNamesNoPlaceIsTheSameLoginOnlyFromTheSamePortOrWithTheSameAuthenticator() {
        var sent = GATEWAY.sent(7, Sending.Names.NOTHING, "User-Name=alice");
        assertThat(continues(sent.again(SECOND), sent)).isTrue();
        assertThat(continues(sent.anew().again(SECOND), sent)).isFalse();
        var placed = GATEWAY.sent(7, Sending.Names.PLACE, "NAS-Port=3");
        assertThat(continues(placed.anew().again(SECOND), placed)).isTrue();
    }

    @Test
    void whatNamesItsSessionIsTheSameLoginUnderAnyIdentifier() {
        var sent = VPN.withoutStation().unsigned().sent(7, Sending.Names.SESSION, "Acct-Session-Id=1");
        assertThat(continues(
                        sent.sent(8, Sending.Names.SESSION, "Acct-Session-Id=1").again(SECOND), sent))
                .isTrue();
        assertThat(continues(
                        sent.sent(7, Sending.Names.SESSION, "Acct-Session-Id=2").again(SECOND), sent))
                .isFalse();
    }

    @Test
    void whatTheClientCanCarryIsPartOfTheLogin() {
        assertThat(continues(VPN.usable(Set.of(Interaction.CODE)).again(SECOND), VPN))
                .isFalse();
    }

    @Test
    void anotherUserClientOrPolicyIsAnotherLogin() {
        var later = VPN.after(SECOND);
        assertThat(continues(later.user("bob"), VPN)).isFalse();
        assertThat(continues(later.client("vpn-02"), VPN)).isFalse();
        assertThat(continues(later.policy("Other users"), VPN)).isFalse();
    }

    @Test
    void theStationOfAnUnsignedRequestIsWorthNothing() {
        assertThat(continues(VPN.after(SECOND).unsigned(), VPN)).isFalse();
        assertThat(continues(VPN.after(SECOND), VPN.unsigned())).isFalse();
    }

    private static boolean continues(Logins later, Logins earlier) {
        return later.login().continues(earlier.login());
    }
}
