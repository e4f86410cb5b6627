package io.countersign.radius.exchange;

import io.countersign.radius.packet.DiscardReason;
import java.util.Optional;

/** Decides on the requests of one service. */
@FunctionalInterface
public interface RequestHandler {
    /** Takes a request up, without deciding yet. Called on the thread that is going to decide, or on the listener's; leaves no trace. */
    Deliberation begin(Authentic request);

    /**
     * Whether a request goes on with a login that it knows, so that room is kept for it. What anybody can make up is no sign of that. Called
     * on a listener's thread; must not block.
     */
    default boolean goesOn(Authentic request) {
        return false;
    }

    /** Why no new request may be decided on at the moment, so that each is met with silence. Called on a listener's thread; must not block. */
    default Optional<DiscardReason> takesNone() {
        return Optional.empty();
    }

    /** Whether it can decide on new requests, as far as is known. Called on a listener's thread; must not block. */
    default boolean isUp() {
        return true;
    }
}
