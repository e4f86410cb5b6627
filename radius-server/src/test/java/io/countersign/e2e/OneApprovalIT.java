package io.countersign.e2e;

import static io.countersign.e2e.UdpClient.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One approval admits one login, whatever is sent, in whatever order. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class OneApprovalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BRIEFLY = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        site = Site.make(folder).serve();
    }

    @AfterAll
    static void end() {
        site.close();
    }

    @Test
    void answersTenRetransmissionsOnceAndLaterOnesWithTheSameOctets() throws Exception {
        site.userWithPhone("alice", "approve after 4s");
        try (var gateway = site.gateway()) {
            var request = gateway.gatewayRequest("alice");
            for (int i = 0; i < 10; i++) {
                gateway.send(request);
                assertThat(gateway.receive(BRIEFLY)).isEmpty();
            }
            var first = gateway.receive(PATIENCE).orElseThrow();
            assertThat(gateway.receive(BRIEFLY)).isEmpty();
            gateway.send(request);
            assertThat(gateway.receive(PATIENCE)).contains(first);
            assertThat(first.at(0)).isEqualTo(Code.ACCESS_ACCEPT.number());
            assertThat(site.prompts("alice")).isOne();
        }
    }

    @Test
    void givesNobodyTheApprovalOfALoginThatWasRejected() throws Exception {
        site.userWithPhone("bob", "approve after 7s");
        try (var victim = site.gateway();
                var thief = site.gateway()) {
            assertThat(victim.ask(victim.gatewayRequest("bob")).code()).isEqualTo(Code.ACCESS_REJECT);
            site.phone("bob", "deny after 4s");
            var second = thief.gatewayRequest("bob");
            thief.send(second); // the victim would approve 2 s from now
            assertThat(code(thief, second)).contains(Code.ACCESS_REJECT);
            assertThat(site.prompts("bob")).isEqualTo(2);
            assertThat(accepts("bob")).isZero();
        }
    }

    @Test
    void asksOnceForALoginThatIsSentAgainFromTheSamePortWithANewAuthenticator() throws Exception {
        site.userWithPhone("trudy", "approve after 2s");
        try (var client = site.push()) {
            var first = client.passwordRequest("trudy", Site.PASSWORD);
            client.send(first);
            site.awaitPrompts("trudy", 1);
            var again = client.repeating(client).passwordRequest("trudy", Site.PASSWORD);
            client.send(again);
            assertThat(code(client, again)).contains(Code.ACCESS_ACCEPT);
            assertThat(client.receive(BRIEFLY)).isEmpty();
            assertThat(site.prompts("trudy")).isOne();
            awaitAccepts("trudy", 1);
        }
    }

    @Test
    void asksOnceForALoginWhoseOctetsComeFromAnotherPort() throws Exception {
        site.userWithPhone("victor", "approve after 2s");
        try (var client = site.push();
                var otherPort = site.push()) {
            var first = client.passwordRequest("victor", Site.PASSWORD);
            client.send(first);
            site.awaitPrompts("victor", 1);
            otherPort.send(first);
            assertThat(code(otherPort, first)).contains(Code.ACCESS_ACCEPT);
            assertThat(client.receive(BRIEFLY)).isEmpty();
            assertThat(site.prompts("victor")).isOne();
            awaitAccepts("victor", 1);
        }
    }

    @Test
    void asksOnceForASessionThatIsSentAgainFromAnotherPortWithANewAuthenticator() throws Exception {
        site.userWithPhone("wendy", "approve after 2s");
        var session = new Attribute[] {attribute("NAS-Port", "3"), attribute("Acct-Session-Id", "5f0e")};
        try (var client = site.push();
                var otherPort = site.push()) {
            client.send(client.passwordRequest("wendy", Site.PASSWORD, session));
            site.awaitPrompts("wendy", 1);
            var again = otherPort.passwordRequest("wendy", Site.PASSWORD, session);
            otherPort.send(again);
            assertThat(code(otherPort, again)).contains(Code.ACCESS_ACCEPT);
            assertThat(client.receive(BRIEFLY)).isEmpty();
            assertThat(site.prompts("wendy")).isOne();
            awaitAccepts("wendy", 1);
        }
    }

    @Test
    void promptsAnewForASecondLoginWhileAPromptIsPending() throws Exception {
        site.userWithPhone("carol", "approve after 1s");
        try (var one = site.gateway();
                var other = site.gateway()) {
            var first = one.gatewayRequest("carol");
            var second = other.gatewayRequest("carol");
            one.send(first);
            site.awaitPrompts("carol", 1);
            other.send(second);
            assertThat(code(one, first)).contains(Code.ACCESS_ACCEPT);
            assertThat(code(other, second)).contains(Code.ACCESS_ACCEPT);
            assertThat(site.prompts("carol")).isEqualTo(2);
        }
    }

    @Test
    void letsTheClientThatNamesTheStationComeBackAndAnswersTheLatestOnly() throws Exception {
        site.userWithPhone("dave", "approve after 2s");
        try (var client = site.push()) {
            var station = attribute("Calling-Station-Id", "198.51.100.7");
            var first = client.passwordRequest("dave", Site.PASSWORD, station);
            var second = client.passwordRequest("dave", Site.PASSWORD, station);
            client.send(first);
            site.awaitPrompts("dave", 1);
            client.send(second);
            assertThat(code(client, second)).contains(Code.ACCESS_ACCEPT);
            assertThat(client.receive(BRIEFLY)).isEmpty();
            assertThat(site.prompts("dave")).isOne();
            awaitAccepts("dave", 1);
        }
    }

    /** The user approves the first prompt and denies all later ones; whoever comes second must not ride on the approval. */
    @ParameterizedTest
    @CsvSource({
        "victim-first, 198.51.100.7, 203.0.113.66",
        "thief-first, 203.0.113.66, 198.51.100.7",
        "thief-without-station, 198.51.100.7, ''",
        "victim-without-station, '', 203.0.113.66"
    })
    void admitsOneOfThiefAndVictim(String user, String firstStation, String secondStation) throws Exception {
        site.userWithPhone(user, "approve after 1s");
        try (var one = site.push();
                var other = site.push()) {
            var first = from(one, user, firstStation);
            var second = from(other, user, secondStation);
            one.send(first);
            site.awaitPrompts(user, 1);
            site.phone(user, "deny after 200ms");
            other.send(second);
            one.send(first);
            assertThat(code(one, first)).contains(Code.ACCESS_ACCEPT);
            assertThat(code(other, second)).contains(Code.ACCESS_REJECT);
            assertThat(site.prompts(user)).isEqualTo(2);
            assertThat(approvals(user)).isOne();
            awaitAccepts(user, 1);
        }
    }

    @Test
    void neverAcceptsMoreOftenThanWasApprovedWhenManyRace() throws Exception {
        site.userWithPhone("mallory", "approve after 1s");
        try (var gateway = site.gateway();
                var thief = site.gateway();
                var client = site.push()) {
            var requests = new HashSet<Octets>();
            for (int i = 0; i < 4; i++) {
                gateway.send(gateway.gatewayRequest("mallory"));
                thief.send(thief.gatewayRequest("mallory"));
                client.send(from(client, "mallory", "198.51.100." + i % 2));
                Thread.sleep(150);
            }
            for (var socket : Set.of(gateway, thief, client)) {
                socket.receive(PATIENCE).ifPresent(requests::add);
            }
            Thread.sleep(3_000); // what still is in the queue is answered or out of time
            assertThat(requests).isNotEmpty();
            assertThat(accepts("mallory")).isPositive().isLessThanOrEqualTo(approvals("mallory"));
        }
    }

    private static UdpClient.Request from(UdpClient client, String user, String station) {
        return station.isEmpty()
                ? client.passwordRequest(user, Site.PASSWORD)
                : client.passwordRequest(user, Site.PASSWORD, attribute("Calling-Station-Id", station));
    }

    private static Optional<Code> code(UdpClient client, UdpClient.Request request) throws IOException {
        return client.reply(request, PATIENCE).map(Packet::code);
    }

    /** How many of the prompts of a user were approved, as the phone tells. */
    private static long approvals(String user) throws IOException {
        var lines = Files.readAllLines(site.log());
        return lines.stream()
                .filter(line -> line.matches(".*prompt \\d+ for " + user + " from .*"))
                .map(line -> line.replaceFirst(".*prompt (\\d+) for .*", "prompt $1: approved"))
                .filter(approved -> lines.stream().anyMatch(line -> line.endsWith(approved)))
                .count();
    }

    /** The audit is written after the reply is on its way; no more than so many come. */
    private static void awaitAccepts(String user, long count) throws Exception {
        Site.await(() -> accepts(user) >= count, count + " accepted logins of " + user);
        Thread.sleep(BRIEFLY);
        assertThat(accepts(user)).isEqualTo(count);
    }

    /** How many logins of a user the audit tells were accepted. */
    private static long accepts(String user) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("data").resolve("audit.jsonl"))) {
            return lines.filter(line -> line.contains("\"" + user + "\"") || line.contains("\\\\" + user + "\""))
                    .filter(line -> line.contains("\"Answer\":\"ACCEPT\""))
                    .count();
        }
    }
}
