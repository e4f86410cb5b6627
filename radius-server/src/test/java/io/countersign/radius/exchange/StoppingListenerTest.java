package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.DatagramReceiver;
import io.countersign.radius.transport.UdpListener;
import io.countersign.radius.transport.UdpSettings;
import io.countersign.radius.waiting.Waiting;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop with clients that would have waited longer than it drains. */
@Timeout(30)
final class StoppingListenerTest {
    private static final int LOGINS = 50;
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final List<FixedDeliberation.Ended> ends = new CopyOnWriteArrayList<>();
    private final CountDownLatch inWork = new CountDownLatch(LOGINS);

    @Test
    void answersEveryOpenLoginBeforeItsSocketCloses() throws Exception {
        try (var client = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            client.setSoTimeout(10_000);
            var listener = listener();
            for (int identifier = 0; identifier < LOGINS; identifier++) {
                var octets = Requests.signed(identifier, Requests.USER_NAME).toArray();
                client.send(new DatagramPacket(octets, octets.length, listener.address()));
            }
            inWork.await();

            listener.close();

            for (int i = 0; i < LOGINS; i++) {
                assertThat(code(client)).as("reply %d", i).isEqualTo(3);
            }
            assertThat(ends)
                    .hasSize(LOGINS)
                    .containsOnly(
                            new FixedDeliberation.Ended(Deliberation.Ending.STOPPING, new Verdict.Reject(List.of())));
        }
    }

    private UdpListener listener() {
        var exchange = new Exchange(
                Service.AUTHENTICATION,
                ExchangeSettings.DEFAULT,
                new Clients(List.of(Requests.client(REQUIRE)), (_, _) -> {}),
                _ -> new FixedDeliberation(this::wait25Seconds, ends),
                Requests.witnesses(new Discards(InstantSource.system()), InstantSource.system()),
                InstantSource.system());
        return UdpListener.start(
                new UdpSettings(new InetSocketAddress(HERE, 0), 64, 1 << 20, Duration.ofMillis(1)),
                new DatagramReceiver() {
                    @Override
                    public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
                        exchange.receive(datagram, origin, reply);
                    }

                    @Override
                    public boolean drain(Duration atMost) {
                        return exchange.drain(atMost);
                    }
                });
    }

    private Verdict wait25Seconds() {
        Waiting.begin();
        inWork.countDown();
        try {
            Thread.sleep(Duration.ofSeconds(25)); // ended by the interrupt
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new Verdict.Accept(List.of());
    }

    private static int code(DatagramSocket client) throws IOException {
        var datagram = new DatagramPacket(new byte[4096], 4096);
        client.receive(datagram);
        return datagram.getData()[0];
    }
}
