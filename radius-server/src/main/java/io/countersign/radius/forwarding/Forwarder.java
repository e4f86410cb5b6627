package io.countersign.radius.forwarding;

import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Service;
import java.util.function.BiConsumer;

/** Where requests go whose policy leaves the decision to remote servers. Safe for use by many threads. */
public interface Forwarder {
    /**
     * Forwards a request and waits for the answer, until it must have been given.
     *
     * @param refused hears of each reply that cannot be taken, with its server's name; on this thread
     */
    Forwarded forward(Authentic request, Service service, ServerGroup group, BiConsumer<String, ReplyFault> refused);
}
