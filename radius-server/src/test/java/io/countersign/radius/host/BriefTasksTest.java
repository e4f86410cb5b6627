package io.countersign.radius.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BriefTasksTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> interrupted = new CopyOnWriteArrayList<>();

    @Test
    void theOldestMakesRoomForTheNewest() throws Exception {
        var tasks = new BriefTasks("brief", 2, LONG);
        var first = start(tasks, "first");
        var second = start(tasks, "second");
        var third = start(tasks, "third");

        first.await();
        assertThat(interrupted).containsExactly("first");
        start(tasks, "fourth");
        second.await();
        assertThat(interrupted).containsExactly("first", "second");
        assertThat(third.getCount()).isOne();
    }

    @Test
    void interruptsWhatTakesTooLong() throws Exception {
        start(new BriefTasks("brief", 2, Duration.ofMillis(20)), "slow").await();
        assertThat(interrupted).containsExactly("slow");
    }

    @Test
    void aTaskThatHasEndedTakesNoRoom() throws Exception {
        var tasks = new BriefTasks("brief", 1, LONG);
        for (int i = 0; i < 100; i++) {
            var done = new CountDownLatch(1);
            tasks.execute(done::countDown);
            done.await();
        }
        start(tasks, "last");
        assertThat(interrupted).isEmpty();
    }

    /** Starts a task that waits until it is interrupted, and answers what tells its end. */
    private CountDownLatch start(BriefTasks tasks, String name) throws InterruptedException {
        var started = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        tasks.execute(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                interrupted.add(name);
                ended.countDown();
            }
        });
        started.await();
        return ended;
    }
}
