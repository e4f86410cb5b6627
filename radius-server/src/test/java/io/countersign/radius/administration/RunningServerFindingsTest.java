package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What doctor makes of what a running server has seen. */
final class RunningServerFindingsTest {
    /** With a timeout of 30 s: it must be answered within 25 s. */
    private static final RadiusClient VPN =
            Requests.client("vpn-01", "192.0.2.1", 32, MessageAuthenticatorRule.REQUIRE);

    @Test
    void warnsOfAClientThatGivesUpBeforeItMustBeAnswered() {
        var finding = patience(new ClientTraffic.Seen(seconds(5), seconds(20)));

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.subject()).isEqualTo("client vpn-01");
        assertThat(finding.text())
                .startsWith("repeats a request after 5 s and gives up after about 20 s; its timeout: here is 30 s")
                .contains("set timeout: 20s");
    }

    @Test
    void isContentWithAClientThatWaitsLongEnoughOrOnlyRepeats() {
        for (var seen : List.of(
                new ClientTraffic.Seen(seconds(5), seconds(25)),
                new ClientTraffic.Seen(seconds(5), Optional.empty()))) {
            assertThat(patience(seen)).satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.GOOD);
                assertThat(finding.text())
                        .startsWith("repeats a request after 5 s")
                        .endsWith("with a timeout: of 30 s");
            });
        }
    }

    @Test
    void saysNothingOfClientsThatHaveShownNothing() {
        assertThat(PatienceFindings.of(List.of(VPN), RunningServers.status(List.of(), Map.of(), Map.of())))
                .isEmpty();
    }

    @Test
    void takesRepliesThatCannotBeTakenForAFault() {
        var status = RunningServers.status(
                List.of(), Map.of("home at 192.0.2.20:1812", "without Message-Authenticator"), Map.of());

        assertThat(RefusedReplies.of(status)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAULT);
            assertThat(finding.subject()).contains("home at 192.0.2.20:1812");
            assertThat(finding.text()).contains("could not be taken", "without Message-Authenticator");
        });
        assertThat(RefusedReplies.of(RunningServers.status(List.of(), Map.of(), Map.of())))
                .isEmpty();
    }

    @Test
    void takesAClientForAFaultOfWhichEverythingIsDiscarded() {
        var lost = new Discards.Recent("vpn-01", "MESSAGE_AUTHENTICATOR_WRONG", 312, true, "has another secret");

        assertThat(DiscardFindings.of(RunningServers.thatDiscards(lost)))
                .containsExactly(new MfaFinding(
                        Level.FAULT,
                        "client vpn-01",
                        "312 requests were discarded within the last hour [MESSAGE_AUTHENTICATOR_WRONG]"
                                + " and no login was taken since: it has another secret"));
    }

    @Test
    void warnsOfDiscardsOfAClientThatWorksAndOfStrangers() {
        var some = new Discards.Recent("vpn-01", "MESSAGE_AUTHENTICATOR_WRONG", 2, false, "has another secret");
        var strangers = new Discards.Recent(Discards.UNKNOWN, "CLIENT_UNKNOWN", 9, false, "is no client");

        assertThat(DiscardFindings.of(RunningServers.thatDiscards(some, strangers)))
                .extracting(MfaFinding::level, MfaFinding::subject)
                .containsExactly(tuple(Level.WARNING, "client vpn-01"), tuple(Level.WARNING, "clients"));
        assertThat(DiscardFindings.of(RunningServers.thatDiscards())).isEmpty();
    }

    private static MfaFinding patience(ClientTraffic.Seen seen) {
        return PatienceFindings.of(List.of(VPN), RunningServers.status(List.of(), Map.of(), Map.of("vpn-01", seen)))
                .getFirst();
    }

    private static Optional<Duration> seconds(int seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
