package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TurnsTest {
    private final Turns turns = new Turns(1, 400);
    private final BlockingQueue<String> served = new LinkedBlockingQueue<>();

    /** Whoever got a turn keeps it until the test ends it. */
    private Thread waiting(Turns of, String client) {
        var thread = Thread.ofVirtual().start(() -> {
            try {
                served.add(of.begin(client) ? client : "refused " + client);
            } catch (InterruptedException _) {
                served.add("interrupted " + client);
            }
        });
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private String nextServed() throws InterruptedException {
        turns.end();
        return served.take();
    }

    @Test
    void aClientWithManyWaitingMakesAnotherWaitForOneOfThem() throws InterruptedException {
        assertThat(turns.begin("vpn-01")).isTrue();
        for (int i = 0; i < 400; i++) {
            waiting(turns, "vpn-01");
        }
        waiting(turns, "vpn-02");
        waiting(turns, "vpn-02");

        assertThat(List.of(nextServed(), nextServed(), nextServed(), nextServed(), nextServed()))
                .containsExactly("vpn-01", "vpn-02", "vpn-01", "vpn-02", "vpn-01");
        for (int i = 3; i < 400; i++) {
            assertThat(nextServed()).isEqualTo("vpn-01");
        }
    }

    @Test
    void refusesAtOnceWhoeverIsOneTooMany() throws InterruptedException {
        var few = new Turns(1, 2);
        assertThat(few.begin("vpn-01")).isTrue();
        waiting(few, "vpn-01");
        waiting(few, "vpn-01");

        assertThat(few.begin("vpn-01")).isFalse();

        var another = waiting(few, "vpn-02");
        few.end();
        few.end();
        another.join();
        assertThat(served).contains("vpn-02");
        few.end();
        few.end();
        assertThat(few.begin("vpn-01")).as("all have come and gone").isTrue();
    }

    @Test
    void whoeverIsInterruptedLeavesTheQueueAndTheNextIsServed() throws InterruptedException {
        assertThat(turns.begin("vpn-01")).isTrue();
        waiting(turns, "vpn-01").interrupt();
        assertThat(served.take()).isEqualTo("interrupted vpn-01");
        waiting(turns, "vpn-02");

        assertThat(nextServed()).isEqualTo("vpn-02");
        turns.end();
        assertThat(turns.begin("vpn-03")).as("no turn was lost").isTrue();
    }

    @Test
    void asManyAsMayHaveATurnAtTheSameTime() throws InterruptedException {
        var two = new Turns(2, 1);
        assertThat(two.begin("vpn-01")).isTrue();
        assertThat(two.begin("vpn-01")).isTrue();
        waiting(two, "vpn-01");
        assertThat(two.begin("vpn-01")).isFalse();
    }
}
