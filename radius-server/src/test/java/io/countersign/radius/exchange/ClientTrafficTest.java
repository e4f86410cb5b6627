package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.countersign.policy.ClientType;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.exchange.ClientTraffic.Seen;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ClientTrafficTest {
    private static final RadiusClient VPN = Requests.client(MessageAuthenticatorRule.REQUIRE);

    private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
    private final ClientTraffic traffic = new ClientTraffic(
            now::get, () -> Duration.between(Requests.NOW, now.get()).toNanos());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(ClientTraffic.class);
        logger.setLevel(Level.WARN); // whatever a test before it has set
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(ClientTraffic.class)).detachAppender(log);
    }

    @Test
    void seesAfterHowLongAClientRepeatsAndGivesUp() {
        login(VPN, 1, List.of(5.0, 10.0, 15.0), 30);

        assertThat(seen()).isEqualTo(new Seen(seconds(5), seconds(20)));
    }

    @Test
    void doesNotTakeAClientThatStillWaitsForOneThatHasGivenUp() {
        login(VPN, 1, List.of(2.0, 4.8, 8.7, 14.2), 19);
        assertThat(seen()).as("strongSwan, whose gaps grow").isEqualTo(new Seen(seconds(2), Optional.empty()));

        login(VPN, 2, List.of(3.0, 9.0), 20);
        assertThat(seen()).as("hostapd, whose gaps double").isEqualTo(new Seen(seconds(2), Optional.empty()));
    }

    @Test
    void leavesOutWhatALostDatagramLooksLike() {
        login(VPN, 1, List.of(5.0, 10.0, 15.0), 30);
        login(VPN, 2, List.of(10.0), 40);
        login(VPN, 3, List.of(5.0), 40);

        assertThat(seen()).isEqualTo(new Seen(seconds(5), seconds(20)));
    }

    @Test
    void soonSeesAChangedClientAsItIs() {
        login(VPN, 1, List.of(1.0, 2.0), 10);
        for (int again = 0; again < 20; again++) {
            login(VPN, again, List.of(4.0), 20);
        }

        assertThat(seen()).isEqualTo(new Seen(seconds(4), seconds(8)));
    }

    @Test
    void seesThatAClientHasGivenUpWhenItAsksAnewTwiceAfterTheSameTime() {
        askAnew(VPN, 3);
        assertThat(traffic.seen()).as("a person may have tried again").isEmpty();
        assertThat(log.list).isEmpty();

        askAnew(VPN, 9);
        assertThat(traffic.seen()).isEmpty();

        askAnew(VPN, 3.2);
        assertThat(seen()).isEqualTo(new Seen(Optional.empty(), Optional.of(Duration.ofMillis(3200))));
        assertThat(log.list).hasSize(1);
    }

    @Test
    void takesNeitherTwoUsersNorTwoAtOnceForOneThatAsksAnew() {
        for (int again = 0; again < 3; again++) {
            var alice = begin(VPN, 1, "alice");
            pass(3);
            var bob = begin(VPN, 2, "bob");
            pass(0.5);
            var bobsPage = begin(VPN, 3, "bob");
            List.of(alice, bob, bobsPage).forEach(wait -> wait.ended(true));
        }

        assertThat(traffic.seen()).isEmpty();
    }

    @Test
    void tellsOnceAnHourThatAClientGaveUpBeforeItsAnswerAndNamesBothTimes() {
        login(VPN, 1, List.of(5.0, 10.0), 28);
        login(VPN, 2, List.of(5.0, 10.0), 28);

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("gateway: gave up a login after about 15 s, which was answered after 28 s; "
                        + "its timeout: here is 30 s")
                .contains("or set timeout: 15s")
                .doesNotContain("NPS");

        pass(3600);
        login(VPN, 3, List.of(5.0, 10.0), 28);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void tellsNothingOfWhatWasNotAnswered() {
        var wait = begin(VPN, 1, "alice");
        pass(2);
        traffic.repeated(request(VPN, 1, "alice"));
        pass(20);
        wait.ended(false);

        assertThat(seen()).isEqualTo(new Seen(seconds(2), seconds(4)));
        assertThat(log.list).isEmpty();
    }

    @Test
    void namesTheSettingOfTheClientsOwnKind() {
        for (var client : List.of(
                Requests.ofType(ClientType.RD_GATEWAY, "standard"),
                Requests.ofType(ClientType.STANDARD, "Microsoft"))) {
            assertThat(advice(client)).contains("Load Balancing", "request is considered dropped");
        }
        assertThat(advice(Requests.ofType(ClientType.STANDARD, "Fortinet"))).contains("remoteauthtimeout");
        assertThat(advice(Requests.ofType(ClientType.STANDARD, "cisco"))).contains("aaa-server");
        assertThat(advice(Requests.ofType(ClientType.STANDARD, "Palo-Alto"))).contains("server profile");
        assertThat(PatienceAdvice.of(VPN.definition(), Duration.ofSeconds(3)))
                .contains("10 s is the shortest timeout:")
                .doesNotContain("set timeout: 3s");
    }

    private static String advice(RadiusClient client) {
        return PatienceAdvice.of(client.definition(), Duration.ofSeconds(12));
    }

    @Test
    void forgetsAClientThatHasShownNothingForAWeek() {
        login(VPN, 1, List.of(5.0, 10.0), 28);
        pass(7 * 86_400);
        traffic.sweep();
        assertThat(traffic.seen()).isNotEmpty();

        pass(1);
        traffic.sweep();
        assertThat(traffic.seen()).isEmpty();
    }

    /** A login whose copies come at some seconds, and whose answer at another. */
    private void login(RadiusClient client, int identifier, List<Double> copies, double answered) {
        var began = now.get();
        var wait = begin(client, identifier, "alice");
        for (double copy : copies) {
            now.set(began.plusMillis(Math.round(copy * 1000)));
            traffic.repeated(request(client, identifier, "alice"));
        }
        now.set(began.plusMillis(Math.round(answered * 1000)));
        wait.ended(true);
    }

    private void askAnew(RadiusClient client, double after) {
        var first = begin(client, 1, "alice");
        pass(after);
        var second = begin(client, 2, "alice");
        first.ended(true);
        second.ended(true);
    }

    private ClientTraffic.Wait begin(RadiusClient client, int identifier, String user) {
        return traffic.begin(request(client, identifier, user));
    }

    /** With a new Request Authenticator, and hence another hidden password. */
    private static Authentic request(RadiusClient client, int identifier, String user) {
        var datagram = Requests.signed(
                identifier,
                new Attribute(1, Requests.text(user)),
                new Attribute(
                        2,
                        Octets.copyOf(
                                Requests.text(identifier + " as it is hidden").toArray())));
        return (Authentic) Wire.open(datagram, Service.AUTHENTICATION, Requests.ORIGIN, client, Requests.NOW);
    }

    private void pass(double seconds) {
        now.updateAndGet(time -> time.plusMillis(Math.round(seconds * 1000)));
    }

    private Seen seen() {
        assertThat(traffic.seen()).containsOnlyKeys("gateway");
        return traffic.seen().values().iterator().next();
    }

    private static Optional<Duration> seconds(int seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
