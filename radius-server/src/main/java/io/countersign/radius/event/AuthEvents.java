package io.countersign.radius.event;

import java.util.Optional;
import java.util.function.Consumer;

/** Hears what happened. Called once a request's reply is on its way, on the thread that ended it; must not block long. */
@FunctionalInterface
public interface AuthEvents {
    /** One decision. */
    void happened(AuthEvent event);

    /** Who wants to hear of packets besides; empty if nobody does, so that nothing is gathered for it. */
    default Optional<Consumer<ToldPackets>> packets() {
        return Optional.empty();
    }
}
