package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does. */
public final class Awaited {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Awaited() {}

    /** Fails if it does not become so. */
    public static void until(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }

    /** The same where nothing can go wrong in looking. */
    public static void holds(BooleanSupplier condition) {
        try {
            until(condition::getAsBoolean);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
