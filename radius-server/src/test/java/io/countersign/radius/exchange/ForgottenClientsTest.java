package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.ACCEPT;
import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.countersign.radius.packet.DiscardReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names of clients come and go; what is kept of each goes with it. */
@Timeout(20)
final class ForgottenClientsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);

    @Test
    void whoHasNothingInWorkTakesNoRoomAtTheDispatcher() {
        var dispatcher = new Dispatcher(new ExchangeSettings(8, 1, 1), System::nanoTime);
        var gate = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            assertThat(dispatcher.start(open("client-" + i, gate), false)).isEmpty();
        }
        assertThat(dispatcher.start(open("client-0", gate), false)).contains(DiscardReason.CLIENT_BUSY);
        assertThat(dispatcher.clientsAtWork()).isEqualTo(5);

        gate.countDown();

        assertThat(dispatcher.awaitIdle(Duration.ofSeconds(10))).isTrue();
        assertThat(dispatcher.clientsAtWork()).isZero();
    }

    private OpenRequest open(String client, CountDownLatch gate) {
        var request = (Authentic) Wire.open(
                Requests.signed(1, Requests.USER_NAME),
                Service.AUTHENTICATION,
                Requests.ORIGIN,
                Requests.client(client, "127.0.0.1", 32, REQUIRE),
                Requests.NOW);
        var ticket = ((DuplicateCache.Sighting.First) new DuplicateCache(1, System::nanoTime).seen(request)).ticket();
        var deliberation = new FixedDeliberation(
                () -> {
                    try {
                        gate.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return new Verdict.Accept(List.of());
                },
                new CopyOnWriteArrayList<>());
        return new OpenRequest(request, ticket, _ -> {}, new Discards(now::get), deliberation);
    }

    @Test
    void whoHasNotAskedWithinThisSecondIsNotKnownToTheProbes() {
        var probes = new StatusProbes(now::get);
        probes.isOneTooMany("gateway");
        probes.sweep();
        assertThat(probes.clients()).isEqualTo(1);

        now.set(Requests.NOW.plusSeconds(1));
        probes.sweep();
        assertThat(probes.clients()).isZero();
    }

    @Test
    void whoHasSentNothingUnsignedFor14DaysIsForgotten() {
        var unsigned = new UnsignedRequests(now::get);
        unsigned.served(Requests.client(ACCEPT));
        var later = Requests.NOW.plus(Duration.ofDays(14));
        now.set(later);
        unsigned.sweep();
        assertThat(unsigned.seen())
                .containsExactly(entry("gateway", new UnsignedRequests.Seen(Requests.NOW, Requests.NOW)));

        unsigned.served(Requests.client(ACCEPT));
        assertThat(unsigned.seen()).containsExactly(entry("gateway", new UnsignedRequests.Seen(Requests.NOW, later)));

        now.set(later.plus(Duration.ofDays(15)));
        unsigned.sweep();
        assertThat(unsigned.seen()).isEmpty();
    }
}
