package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.packet.Octets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettledRequestsTest {
    private static final long LIFE = 1_000;
    private static final int MOST = 300;
    private static final ReplyRoom ROOM = new ReplyRoom(1L << 40);

    private record Settled(Octets reply, long until) {}

    /** Against a map that keeps its order, with replies of any length: the rings come round and grow many times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsWhatWasSettledAndIsNeitherOverNorTooOld(long seed) {
        var random = new Random(seed);
        var settled = new SettledRequests(MOST, ROOM);
        var expected = new LinkedHashMap<RequestKey, Settled>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(i % 4_000 < 2_000 ? 3 : 40);
            var key = key();
            var reply = reply(random);
            settled.add(key, reply, now + LIFE);
            expected.put(key, new Settled(reply, now + LIFE));
            if (expected.size() > MOST) {
                expected.remove(expected.firstEntry().getKey());
            }
            if (random.nextInt(10) == 0) {
                settled.removeOver(now);
                long time = now;
                expected.values().removeIf(entry -> time > entry.until());
                assertThat(settled.size()).isEqualTo(expected.size());
            }
            if (random.nextInt(50) == 0) {
                expectAll(expected, settled, now);
            }
        }
        assertThat(settled.find(key(), now)).isEmpty();
    }

    @Test
    void letsTheOldestGoWhenTheirRepliesAreTooLong() {
        var settled = new SettledRequests(100_000, ROOM);
        var reply = Octets.wrap(new byte[4096]);
        var first = key();
        settled.add(first, reply, LIFE);
        for (int i = 0; i < 5_000; i++) {
            settled.add(key(), reply, LIFE);
        }
        var last = key();
        settled.add(last, reply, LIFE);

        assertThat(settled.size()).isBetween(3_900, 4_096);
        assertThat(settled.find(first, 0)).isEmpty();
        assertThat(settled.find(last, 0)).contains(reply);
    }

    /** Against all that was settled, with other clients taking the room now and then: the latest are known, whole, and nothing else is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsTheLatestWhateverRoomItIsLeft(long seed) {
        var random = new Random(seed);
        var room = new ReplyRoom(200_000);
        var settled = new SettledRequests(100_000, room);
        var all = new LinkedHashMap<RequestKey, Octets>();
        for (int i = 0; i < 5_000; i++) {
            var key = key();
            all.put(key, reply(random));
            settled.add(key, all.get(key), LIFE);
            assertThat(settled.find(key, 0)).contains(all.get(key));
            if (random.nextInt(100) == 0) {
                settled.shrinkTo(random.nextInt(100_000));
            }
            assertThat(room.taken()).isEqualTo(settled.octets()).isLessThanOrEqualTo(200_000);
        }
        int forgotten = all.size() - settled.size();
        int place = 0;
        for (var entry : all.entrySet()) {
            var known = settled.find(entry.getKey(), 0);
            if (place++ < forgotten) {
                assertThat(known).isEmpty();
            } else {
                assertThat(known).contains(entry.getValue());
            }
        }
        settled.clear();
        assertThat(room.taken()).isZero();
    }

    @Test
    void keepsAClientsLastReplyThoughOthersHaveTakenAllTheRoom() {
        var settled = new SettledRequests(100, new ReplyRoom(0));
        for (int i = 0; i < 20; i++) {
            var key = key();
            settled.add(key, Octets.wrap(new byte[4096]), LIFE);
            assertThat(settled.find(key, 0)).isPresent();
        }
        assertThat(settled.octets()).isLessThan(10_000);
    }

    @Test
    void tellsARequestApartByEachPartOfItsKey() {
        var request = Requests.signed(7, Requests.USER_NAME);
        var settled = new SettledRequests(10, ROOM);
        settled.add(RequestKey.of(from(request, "192.0.2.1", 1000)), Octets.empty(), LIFE);

        assertThat(settled.find(RequestKey.of(from(request, "192.0.2.1", 1000)), 0))
                .contains(Octets.empty());
        assertThat(Stream.of(
                        from(request, "192.0.2.2", 1000),
                        from(request, "192.0.2.1", 1001),
                        from(request, "192.0.2.1", 1256),
                        from(request, toAnotherOfOurAddresses("192.0.2.1", 1000)),
                        from(Requests.signed(8, Requests.USER_NAME), "192.0.2.1", 1000),
                        from(Requests.signed(7, Requests.USER_NAME), "192.0.2.1", 1000)))
                .allSatisfy(other ->
                        assertThat(settled.find(RequestKey.of(other), 0)).isEmpty());
    }

    private static void expectAll(Map<RequestKey, Settled> expected, SettledRequests settled, long now) {
        expected.forEach((key, entry) -> {
            if (now > entry.until()) {
                assertThat(settled.find(key, now)).isEmpty();
            } else {
                assertThat(settled.find(key, now)).contains(entry.reply());
            }
        });
    }

    private static Octets reply(Random random) {
        byte[] octets = new byte[random.nextInt(20) == 0 ? random.nextInt(4096) : random.nextInt(120)];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private static RequestKey key() {
        return RequestKey.of(from(Requests.signed(7, Requests.USER_NAME), "192.0.2.1", 1000));
    }

    private static Origin toAnotherOfOurAddresses(String address, int port) {
        return new Origin(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.251"), 1812),
                new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    private static Authentic from(Octets request, String address, int port) {
        return from(request, Requests.from(address, port));
    }

    private static Authentic from(Octets request, Origin origin) {
        return (Authentic) Wire.open(
                request,
                Service.AUTHENTICATION,
                origin,
                Requests.client(MessageAuthenticatorRule.REQUIRE),
                Requests.NOW);
    }
}
