package io.countersign.radius.access;

import static io.countersign.radius.access.RemoteChallenges.MOST;
import static io.countersign.radius.access.RemoteChallenges.MOST_OF_A_CLIENT;
import static io.countersign.radius.access.RemoteChallenges.TIME_TO_ANSWER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.RemoteChallenges.Asked;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RemoteChallengesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Asked HOME = new Asked("Partners", new RemoteServerId("partners", "home"));
    private static final Asked AWAY = new Asked("Partners", new RemoteServerId("partners", "away"));

    private final Requests requests = new Requests(
            PolicyReader.read(
                    "policies.yaml",
                    IntStream.range(0, 7)
                            .mapToObj(client -> "  - {name: vpn-" + client + ", address: 127.0.0.1" + client
                                    + ", secret: '${env:X}'}\n")
                            .collect(joining(
                                    "", "clients:\n", "connection-request-policies: []\nnetwork-policies: []\n"))),
            Dictionary.standard(),
            () -> NOON);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final RemoteChallenges challenges = new RemoteChallenges(nanoTime::get);

    @Test
    void bringsBackWhoAskedToTheSameClientAndUserWhateverTheSpellingOfTheName() {
        keep("vpn-0", "J\u00fcrgen", 1, HOME);

        assertThat(challenges.find(request("vpn-0", "JU\u0308RGEN", 1))).contains(HOME);
        assertThat(challenges.find(request("vpn-0", "J\u00fcrgen", 2))).isEmpty();
        assertThat(challenges.find(request("vpn-1", "J\u00fcrgen", 1))).isEmpty();
        assertThat(challenges.find(request("vpn-0", "mallory", 1))).isEmpty();
    }

    @Test
    void keepsApartWhatTwoServersCallByTheSameState() {
        keep("vpn-0", "alice", 1, HOME);
        keep("vpn-0", "bob", 1, AWAY);
        keep("vpn-1", "alice", 1, AWAY);

        assertThat(challenges.find(request("vpn-0", "alice", 1))).contains(HOME);
        assertThat(challenges.find(request("vpn-0", "bob", 1))).contains(AWAY);
        assertThat(challenges.find(request("vpn-1", "alice", 1))).contains(AWAY);
    }

    @Test
    void forgetsAChallengeAfterItsTimeUnlessItWasSentAgain() {
        keep("vpn-0", "alice", 1, HOME);
        keep("vpn-0", "bob", 2, HOME);
        nanoTime.addAndGet(TIME_TO_ANSWER.toNanos() - 1);
        keep("vpn-0", "bob", 2, AWAY);

        assertThat(challenges.find(request("vpn-0", "alice", 1))).contains(HOME);
        nanoTime.addAndGet(1);
        assertThat(challenges.find(request("vpn-0", "alice", 1))).isEmpty();
        assertThat(challenges.find(request("vpn-0", "bob", 2))).contains(AWAY);
    }

    @Test
    void aClientThatHasTooManyLosesItsOldestAndNobodyElses() {
        keep("vpn-1", "alice", 0, HOME);
        fill("vpn-0", MOST_OF_A_CLIENT);

        assertThat(challenges.find(request("vpn-0", "alice", 0))).contains(HOME);
        keep("vpn-0", "alice", MOST_OF_A_CLIENT, HOME);

        assertThat(challenges.find(request("vpn-0", "alice", 0))).isEmpty();
        assertThat(challenges.find(request("vpn-0", "alice", 1))).contains(HOME);
        assertThat(challenges.find(request("vpn-1", "alice", 0))).contains(HOME);
    }

    @Test
    void ofTooManyInAllTheOldestGo() {
        int clients = MOST / MOST_OF_A_CLIENT;
        IntStream.range(0, clients).forEach(client -> fill("vpn-" + client, MOST_OF_A_CLIENT));

        assertThat(challenges.find(request("vpn-0", "alice", 0))).contains(HOME);
        keep("vpn-" + clients, "alice", 0, HOME);

        assertThat(challenges.find(request("vpn-0", "alice", 0))).isEmpty();
        assertThat(challenges.find(request("vpn-0", "alice", 1))).contains(HOME);
        assertThat(challenges.find(request("vpn-" + clients, "alice", 0))).contains(HOME);
    }

    @Test
    void aChallengeWithoutAStateIsAnsweredByNobody() {
        challenges.keep(request("vpn-0", "alice", 0), HOME, List.of());

        assertThat(challenges.find(request("vpn-0", "alice", 0))).isEmpty();
    }

    private void fill(String client, int count) {
        var request = request(client, "alice", 0);
        IntStream.range(0, count).forEach(number -> challenges.keep(request, HOME, List.of(state(number))));
    }

    private void keep(String client, String user, int state, Asked asked) {
        challenges.keep(request(client, user, 99), asked, List.of(state(state)));
    }

    private AccessRequest request(String client, String user, int state) {
        return new AccessRequest(
                requests.from(client).user(user).with(state(state)).signed());
    }

    private static Attribute state(int number) {
        return new Attribute(
                StandardAttributes.STATE,
                Octets.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(number).array()));
    }
}
