package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another process does. */
final class Awaited {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Awaited() {}

    /** Fails if it does not become so. */
    static void until(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
