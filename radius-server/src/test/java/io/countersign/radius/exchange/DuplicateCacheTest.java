package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.exchange.DuplicateCache.Sighting;
import io.countersign.radius.exchange.DuplicateCache.Ticket;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DuplicateCacheTest {
    private static final Octets REPLY = Hex.octets("0102");

    private final AtomicLong nanos = new AtomicLong();
    private final DuplicateCache cache = new DuplicateCache(100, nanos::get);

    @Test
    void servesARequestOnceAndRepeatsItsReplyFor30Seconds() {
        Authentic request = request();
        Ticket ticket = first(request);

        assertThat(cache.seen(request)).isEqualTo(new Sighting.Unanswered());
        assertThat(ticket.answer(REPLY)).isTrue();
        pass(Duration.ofSeconds(29));
        assertThat(cache.seen(request)).isEqualTo(new Sighting.Answered(REPLY));
        pass(Duration.ofSeconds(2));
        assertThat(cache.seen(request)).isInstanceOf(Sighting.First.class);
    }

    @Test
    void keepsARequestInWorkHoweverLongItTakes() {
        Authentic request = request();
        first(request);

        pass(Duration.ofHours(1));

        assertThat(cache.seen(request)).isEqualTo(new Sighting.Unanswered());
    }

    @Test
    void keepsARequestInWorkHoweverManyOthersCome() {
        Authentic request = request();
        first(request);

        for (int i = 0; i < 5_000; i++) {
            first(request()).answer(REPLY);
        }

        assertThat(cache.seen(request)).isEqualTo(new Sighting.Unanswered());
    }

    @Test
    void keepsNoMoreRepliesThanItMay() {
        List<Authentic> requests = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            requests.add(request());
            first(requests.getLast()).answer(REPLY);
        }

        assertThat(requests.stream()
                        .map(cache::seen)
                        .filter(Sighting.Answered.class::isInstance)
                        .count())
                .isBetween(1L, 100L);
    }

    @Test
    void letsGoOfRepliesThatNobodyCanAskForAnyMore() {
        for (int i = 0; i < 50; i++) {
            first(request()).answer(REPLY);
        }
        first(request());
        pass(Duration.ofSeconds(31));

        cache.sweep();

        assertThat(cache.size()).as("the one in work").isOne();
    }

    @Test
    void tellsRequestsWithTheSameIdentifierApart() {
        first(request());

        assertThat(cache.seen(request())).isInstanceOf(Sighting.First.class);
    }

    /** A client with poor random numbers: another user must not get the reply of the one before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsRequestsWithTheSameAuthenticatorApart(boolean signed) {
        var authenticator = Octets.wrap(new byte[16]);
        var other = new Attribute(1, Requests.text("another"));

        first(withAuthenticator(authenticator, signed, Requests.USER_NAME)).answer(REPLY);

        assertThat(cache.seen(withAuthenticator(authenticator, signed, other))).isInstanceOf(Sighting.First.class);
        assertThat(cache.seen(withAuthenticator(authenticator, signed, Requests.USER_NAME)))
                .isEqualTo(new Sighting.Answered(REPLY));
    }

    private static Authentic withAuthenticator(Octets authenticator, boolean signed, Attribute userName) {
        var packet = new Packet(Code.ACCESS_REQUEST, 1, authenticator, List.of(userName));
        byte[] octets = signed ? Signed.octets(packet, Requests.SECRET) : PacketEncoder.encodeToArray(packet);
        return Requests.authentic(Octets.wrap(octets), MessageAuthenticatorRule.ACCEPT);
    }

    @Test
    void leavesAnIgnoredRequestUnanswered() {
        Authentic request = request();

        assertThat(first(request).ignore()).isTrue();

        assertThat(cache.seen(request)).isEqualTo(new Sighting.Unanswered());
    }

    @Test
    void servesAForgottenRequestAnewAndIgnoresTheOldTicket() {
        Authentic request = request();
        Ticket old = first(request);
        assertThat(old.forget()).isTrue();

        Ticket current = first(request);

        assertThat(old.answer(REPLY)).isFalse();
        assertThat(current.answer(REPLY)).isTrue();
    }

    @Test
    void servesOneOfManyCopiesThatComeAtOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            Authentic request = request();
            var served = new AtomicInteger();
            race(() -> {
                if (cache.seen(request) instanceof Sighting.First(var ticket) && ticket.answer(REPLY)) {
                    served.incrementAndGet();
                }
                return true;
            });
            assertThat(served).hasValue(1);
        }
    }

    @Test
    void knowsNoClientOfWhichNothingIsLeft() {
        first(request()).answer(REPLY);
        cache.sweep();
        assertThat(cache.clients()).isEqualTo(1);

        pass(Duration.ofSeconds(31));
        cache.sweep();

        assertThat(cache.clients()).isZero();
        assertThat(cache.octets()).isZero();
        assertThat(cache.seen(request())).isInstanceOf(Sighting.First.class);
    }

    /** Whoever is forgotten must not come back a second time beside itself. */
    @Test
    void servesARequestOnceThoughItsClientIsForgottenAtTheSameMoment() throws Exception {
        for (int round = 0; round < 300; round++) {
            var other = new DuplicateCache(100, nanos::get);
            Authentic request = request();
            var turn = new AtomicInteger();
            List<Boolean> firsts = race(() -> {
                if (turn.getAndIncrement() % 2 == 0) {
                    other.sweep();
                    return false;
                }
                return other.seen(request) instanceof Sighting.First;
            });
            assertThat(firsts).containsOnlyOnce(true);
        }
    }

    /** With today's limits each of these clients alone would have a ring of 16 MiB. */
    @Test
    void boundsWhatTheRepliesOfAllClientsTakeAndLetsTheLargestGiveBackFirst() {
        long most = 1 << 20;
        var bounded = new DuplicateCache(65_536, most, nanos::get);
        var reply = Octets.wrap(new byte[1000]);
        Authentic quiet = from("quiet");
        ((Sighting.First) bounded.seen(quiet)).ticket().answer(reply);
        Authentic last = quiet;
        for (int i = 0; i < 20_000; i++) {
            last = from("busy-" + i % 20);
            ((Sighting.First) bounded.seen(last)).ticket().answer(reply);
            assertThat(bounded.octets()).isLessThanOrEqualTo(most);
            if (i % 100 == 0) {
                bounded.sweep();
            }
        }

        assertThat(bounded.seen(quiet)).as("who has little keeps it").isEqualTo(new Sighting.Answered(reply));
        assertThat(bounded.seen(last)).as("the latest").isEqualTo(new Sighting.Answered(reply));
        assertThat(bounded.octets()).as("in use").isGreaterThan(most / 2);
    }

    private static Authentic from(String client) {
        return (Authentic) Wire.open(
                Requests.signed(1, Requests.USER_NAME),
                Service.AUTHENTICATION,
                Requests.ORIGIN,
                Requests.client(client, "127.0.0.1", 32, MessageAuthenticatorRule.REQUIRE),
                Requests.NOW);
    }

    @Test
    void isSettledByOneOfThoseWhoTry() throws Exception {
        for (int round = 0; round < 200; round++) {
            Ticket ticket = first(request());
            var turn = new AtomicInteger();
            List<Boolean> settled = race(() -> switch (turn.getAndIncrement() % 3) {
                case 0 -> ticket.answer(REPLY);
                case 1 -> ticket.ignore();
                default -> ticket.forget();
            });
            assertThat(settled).containsOnlyOnce(true);
        }
    }

    private static <T> List<T> race(Callable<T> runner) throws Exception {
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("racer-", 0).factory())) {
            List<Callable<T>> runners = List.of(runner, runner, runner, runner, runner, runner);
            for (Future<T> result : threads.invokeAll(runners)) {
                results.add(result.get());
            }
        }
        return results;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Ticket first(Authentic request) {
        return ((Sighting.First) cache.seen(request)).ticket();
    }

    private static Authentic request() {
        return Requests.authentic(Requests.signed(1, Requests.USER_NAME), MessageAuthenticatorRule.REQUIRE);
    }
}
