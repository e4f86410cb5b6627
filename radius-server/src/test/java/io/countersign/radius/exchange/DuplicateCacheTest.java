package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.MessageAuthenticator;
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
        var attributes = signed ? List.of(MessageAuthenticator.BLANK, userName) : List.of(userName);
        byte[] octets = PacketEncoder.encodeToArray(new Packet(Code.ACCESS_REQUEST, 1, authenticator, attributes));
        if (signed) {
            MessageAuthenticator.sign(octets, 22, Requests.SECRET);
        }
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
