package io.countersign.radius.transport;

import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Replies on their way out, 16 MiB of them at most. Any thread adds; the listener's takes.
 *
 * <p>A system call costs more than checking and signing a packet, so replies are collected here and sent together.
 */
final class Outbox {
    private static final int MOST_OCTETS = 16 << 20;

    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final AtomicLong octets = new AtomicLong();
    private final LongAdder dropped = new LongAdder();

    /** Some octets, and where they belong. */
    record Reply(Octets octets, Origin origin) {}

    /**
     * Takes a reply. False for one that there is no room for, which is dropped rather than kept without bound: its client repeats the
     * request.
     */
    boolean add(Reply reply) {
        if (octets.addAndGet(reply.octets().length()) > MOST_OCTETS) {
            octets.addAndGet(-reply.octets().length());
            dropped.increment();
            return false;
        }
        return replies.add(reply);
    }

    /** How many replies there was no room for. */
    long dropped() {
        return dropped.sum();
    }

    /** The reply that waits the longest. */
    Optional<Reply> next() {
        var reply = Optional.ofNullable(replies.poll());
        reply.ifPresent(taken -> octets.addAndGet(-taken.octets().length()));
        return reply;
    }
}
