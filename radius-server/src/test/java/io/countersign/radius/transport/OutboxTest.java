package io.countersign.radius.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.Outbox.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1812);
    private static final Reply LONG = new Reply(Octets.wrap(new byte[4096]), new Origin(ADDRESS, ADDRESS));

    private final Outbox outbox = new Outbox();

    @Test
    void keeps16MebibytesAndDropsWhatComesBeyond() {
        for (int i = 0; i < 5000; i++) {
            outbox.add(LONG);
        }

        assertThat(outbox.dropped()).isEqualTo(5000 - 4096);
        assertThat(outbox.add(LONG)).isFalse();
        assertThat(taken()).isEqualTo(4096);
    }

    @Test
    void hasRoomAgainForWhatWasTaken() {
        for (int i = 0; i < 5000; i++) {
            outbox.add(LONG);
        }
        outbox.next();
        outbox.add(LONG);
        outbox.add(LONG);

        assertThat(taken()).isEqualTo(4096);
    }

    private int taken() {
        int taken = 0;
        while (outbox.next().isPresent()) {
            taken++;
        }
        return taken;
    }
}
