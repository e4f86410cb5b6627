package io.countersign.radius.control;

import io.countersign.radius.exchange.PacketWatch.Sighting;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Hands packets on to somebody who looks on, as fast as they read: what is too much for them is left out and counted. */
final class PacketStream {
    private static final int MOST_WAITING = 1_000;

    /** An empty line after so long without a packet: writing it tells whether anybody still reads. */
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong leftOut = new AtomicLong();

    void offer(Sighting packet) {
        if (!waiting.offer(packet)) {
            leftOut.incrementAndGet();
        }
    }

    /** Until nobody reads any more, or it is over. */
    void writeTo(Writer out, BooleanSupplier isOver) throws IOException {
        try {
            while (!isOver.getAsBoolean()) {
                Sighting packet = waiting.poll(ROUND.toMillis(), TimeUnit.MILLISECONDS);
                long missing = leftOut.getAndSet(0);
                out.write(packet == null ? "\n" : ControlMessages.write(packet) + "\n");
                out.write(missing == 0 ? "" : ControlMessages.notShown(missing) + "\n");
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
