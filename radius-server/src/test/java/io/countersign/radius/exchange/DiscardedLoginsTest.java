package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.event.DiscardedLogin;
import io.countersign.radius.packet.DiscardReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class DiscardedLoginsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

    private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
    private final List<DiscardedLogin> told = new ArrayList<>();
    private final DiscardedLogins logins = new DiscardedLogins(now::get, told::add);

    @Test
    void tellsTheFirstOfEachUserAtOnceAndTheOthersAfterAMinute() {
        for (int i = 0; i < 5; i++) {
            discard("alice");
        }
        discard("bob");
        assertThat(told).extracting(DiscardedLogin::userName).containsExactly("alice", "bob");

        passAMinute();

        assertThat(told)
                .hasSize(3)
                .last()
                .extracting(DiscardedLogin::userName, DiscardedLogin::times)
                .containsExactly("alice", 4L);
        discard("alice");
        assertThat(told).as("a new minute").hasSize(4);
    }

    @Test
    void losesCountOfNoneThoughNamesAreMadeUp() {
        for (int i = 0; i < 10_000; i++) {
            discard("user " + i);
        }
        passAMinute();

        assertThat(told).hasSizeLessThan(203);
        assertThat(told.stream().mapToLong(DiscardedLogin::times).sum()).isEqualTo(10_000);
        assertThat(told).anySatisfy(login -> assertThat(login.client()).isEqualTo("others"));
    }

    private void discard(String userName) {
        logins.discarded("gateway", PEER, userName, DiscardReason.MESSAGE_AUTHENTICATOR_WRONG, "type it in again");
    }

    private void passAMinute() {
        now.set(now.get().plusSeconds(61));
        logins.tellWhenDue();
    }
}
